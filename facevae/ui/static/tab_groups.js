// The tabs in groups. All of them stay in Gradio's one list of tabs; each learns here of which group it is, and the rest is
// tab_groups.css: on a wide screen the groups are named above their first tabs, on a narrow one a bar before the list
// chooses one of them, and the list shows its tabs alone.

// Returns the number of the group that a tab is in, -1 for a tab in none. A group is [title, keys of its tabs].
export function groupOf(key, groups) {
  return groups.findIndex(([, keys]) => keys.includes(key));
}

// Returns the tab that a group opens with: the one that was shown last, at first the first of them.
export function tabToOpen([, keys], shown) {
  return shown.findLast((key) => keys.includes(key)) ?? keys[0];
}

const listOf = () => document.querySelector("#tabs [role=tablist]");
const tabOf = (list, key) => list.querySelector(`[role=tab][data-tab-id="${CSS.escape(key)}"]`);

function makeBar(groups, choose) {
  const bar = Object.assign(document.createElement("div"), { className: "tab-groups", role: "group", ariaLabel: "Groups of tabs" });
  groups.forEach(([title], index) => {
    const button = Object.assign(document.createElement("button"), { type: "button", id: `tab-group-${index}`, textContent: title });
    button.addEventListener("click", () => choose(index));
    bar.append(button);
  });
  return bar;
}

// Marks each tab with its group, the first of each with the group's title, and folds away those of other groups.
function mark(list, groups, open) {
  groups.forEach(([title, keys], index) => {
    for (const tab of keys.map((key) => tabOf(list, key)).filter(Boolean)) {
      if (tab.dataset.tabId === keys[0]) tab.dataset.caption = title;
      // A reader hears the group with the tab.
      tab.setAttribute("aria-describedby", `tab-group-${index}`);
      tab.toggleAttribute("data-folded", index !== open);
    }
  });
}

function start(groups) {
  const shown = [];
  const bar = makeBar(groups, (index) => tabOf(listOf(), tabToOpen(groups[index], shown))?.click());

  // Before anything is painted, so that nothing moves.
  function arrange() {
    const list = listOf();
    const selected = list?.querySelector("[role=tab][aria-selected=true]");
    if (!selected) return;
    const key = selected.dataset.tabId;
    if (shown.at(-1) !== key) shown.push(key);
    if (bar.nextElementSibling !== list) list.before(bar);
    const open = groupOf(key, groups);
    mark(list, groups, open);
    [...bar.children].forEach((button, index) => {
      button.ariaPressed = String(index === open);
    });
  }

  new MutationObserver(arrange).observe(document.body, { subtree: true, childList: true, attributeFilter: ["aria-selected"] });
  arrange();
}

if (globalThis.document) start(JSON.parse(document.getElementById("tab-groups").textContent));

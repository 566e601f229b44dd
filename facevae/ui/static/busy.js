// A result that is long in coming says how many came before: the server lets few compute at a time, see turns.py.

const PATH = "facevae/turns";
const WORTH_A_WORD_MS = 1500;
const EVERY_MS = 1000;
const WORKING = ".fv-result:has(.pending), .fv-result:has([data-busy])";

// What is said where so many came before and are not done; "" where none are.
export function words(before) {
  return before > 0 ? `Busy: ${before} before you` : "";
}

// Notes in a Map since when each of those that are at work is, and forgets the others; returns those that have been for so long.
export function overdue(since, working, now, long = WORTH_A_WORD_MS) {
  for (const one of [...since.keys()]) if (!working.includes(one)) since.delete(one);
  for (const one of working) if (!since.has(one)) since.set(one, now);
  return working.filter((one) => now - since.get(one) >= long);
}

async function ask(seconds) {
  try {
    const answer = await fetch(new URL(`${PATH}?for=${seconds.toFixed(1)}`, document.baseURI));
    return answer.ok ? (await answer.json()).before : 0;
  } catch {
    return 0;
  }
}

function show(results, said) {
  for (const result of document.querySelectorAll("[data-before]")) {
    if (!said || !results.includes(result)) delete result.dataset.before;
  }
  if (!said) return;
  for (const result of results) {
    // Read out once, not as often as the number changes.
    const status = result.closest("[role=tabpanel]")?.querySelector(":scope > .fv-settled");
    if (status && !result.dataset.before) status.textContent = said;
    result.dataset.before = said;
  }
}

async function look(since) {
  const working = [...document.querySelectorAll(WORKING)].filter((result) => result.offsetParent);
  const now = performance.now();
  const late = overdue(since, working, now);
  const longest = Math.max(0, ...late.map((result) => now - since.get(result)));
  const said = late.length ? words(await ask(longest / 1000)) : "";
  // Once is enough: what a tab shows is most often made at the same time.
  show(late.filter((result) => result.matches(WORKING)).slice(0, 1), said);
}

if (typeof document !== "undefined") {
  const since = new Map();
  const again = async () => {
    await look(since);
    setTimeout(again, EVERY_MS);
  };
  again();
}

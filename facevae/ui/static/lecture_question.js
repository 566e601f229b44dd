// A question below the words of a step: choices to choose from, and, once it is revealed, what is right and what was chosen.

function part(tag, className, text = "") {
  return Object.assign(document.createElement(tag), { className, textContent: text });
}

// Returns what is said below the choices. `answer` is null while it is computed.
export function wordsOf({ revealed, wanted, answer, tally, problem }) {
  if (problem) return problem;
  if (revealed) return [answer.note, answer.sentence].filter(Boolean).join(" ");
  if (wanted) return "Computing the answer \u2026";
  return [tally, answer ? "" : "Computing the answer \u2026"].filter(Boolean).join(" ");
}

// Returns the whole percentages of some counts.
export function sharesOf(counts) {
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => Math.round((100 * count) / (total || 1)));
}

export class QuestionPanel {
  constructor(box, choose) {
    this.box = box;
    this.choices = box.querySelector(".lecture-choices");
    this.choose = choose;
    this.ask(null);
  }

  // Begins with a question, or with none.
  ask(question) {
    Object.assign(this, { question, picked: null, answer: null, counts: null, wanted: false, tally: "", problem: "" });
    this.draw();
  }

  // Whether the answer is to be seen: it is wanted, and it has been computed.
  get revealed() {
    return this.wanted && this.answer !== null;
  }

  draw() {
    this.box.hidden = !this.question;
    if (!this.question) return;
    this.box.classList.toggle("lecture-revealed", this.revealed || Boolean(this.problem));
    this.box.querySelector("h2").textContent = this.question.text;
    const held = this.choices.contains(document.activeElement) ? [...this.choices.children].indexOf(document.activeElement) : -1;
    this.choices.replaceChildren(...this.question.choices.map((words, index) => this.button(words, index)));
    this.choices.children[held]?.focus();
    const said = this.box.querySelector(".lecture-said");
    const words = wordsOf(this);
    if (said.textContent !== words) said.textContent = words;
  }

  button(words, index) {
    const button = part("button", "");
    const isRight = this.revealed && this.answer.right === index;
    button.type = "button";
    button.ariaPressed = String(this.picked === index);
    button.append(part("b", "", `${index + 1}`), ` ${words}`);
    if (isRight) button.append(part("b", "", " \u2713 right"));
    button.classList.toggle("lecture-right", isRight);
    if (this.revealed && this.counts) this.count(button, index);
    button.addEventListener("click", () => this.choose(index));
    return button;
  }

  count(button, index) {
    const share = sharesOf(this.counts)[index];
    button.append(part("span", "lecture-count", `${this.counts[index]} (${share} %)`));
    const bar = part("i", "");
    bar.ariaHidden = "true";
    bar.style.setProperty("--share", `${share}%`);
    button.append(bar);
  }
}

"use strict";
// The rules are those of grader/quiz: marking.py for the share of an answer, schedule.py for its rating.
const DATA = JSON.parse(document.getElementById("data").textContent);
const AGAIN = 1, HARD = 2, GOOD = 3, EASY = 4, ENOUGH = 3, NEARLY = 0.75, MOST_DIGITS = 13;
const SURE = ["a guess", "unsure", "fairly sure", "certain"];
const answers = [];
let queue = shuffle(DATA.questions.map((_, index) => index)), asked = 0, right = 0;

function shuffle(items) {
  for (let i = items.length - 1; i > 0; i--) {
    const j = Math.floor(Math.random() * (i + 1));
    [items[i], items[j]] = [items[j], items[i]];
  }
  return items;
}

function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "html") node.innerHTML = value; // the page's own text, escaped when the page was made
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value !== false && value !== null) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children);
  return node;
}

function askNext() {
  const container = document.getElementById("question"), feedback = document.getElementById("told");
  feedback.replaceChildren();
  if (!queue.length) return showResult(container);
  const question = DATA.questions[queue.shift()];
  const drawing = question.drawings[Math.floor(Math.random() * question.drawings.length)];
  asked += 1;
  document.getElementById("progress").textContent = `Question ${asked} of ${asked + queue.length}, ${right} right so far`;
  const head = make("h2", { id: "prompt", tabindex: "-1" }, `Question ${asked}`);
  const form = make("form", { "aria-labelledby": "prompt", novalidate: true });
  form.append(make("div", { html: drawing.prompt }));
  if (question.before && drawing.picture) form.append(make("figure", { html: drawing.picture }));
  form.append(makeField(question, drawing));
  if (question.kind !== "free") form.append(makeConfidenceField());
  form.append(make("p", {}, make("button", { type: "submit" }, "Answer")), make("p", { class: "bad", role: "alert" }));
  form.addEventListener("submit", event => { event.preventDefault(); takeAnswer(question, drawing, form); });
  container.replaceChildren(head, form);
  if (asked > 1) head.focus();
}

function makeField(question, drawing) {
  const box = make("fieldset", {}, make("legend", {}, LEGENDS[question.kind] || "Your answer"));
  if (question.kind === "free") return appendTo(box, make("textarea", { name: "given", "aria-label": "In your own words" }));
  if (question.kind === "order") {
    drawing.items.forEach((item, index) => {
      const select = make("select", { name: "place", id: `item-${index}` }, make("option", { value: "" }, "…"));
      drawing.items.forEach((_, position) => select.append(make("option", { value: position }, String(position + 1))));
      box.append(make("div", { class: "pick" }, select, make("label", { for: `item-${index}`, html: item })));
    });
    return box;
  }
  if (drawing.choices.length) {
    const type = question.kind === "many" ? "checkbox" : "radio";
    drawing.choices.forEach((choice, index) => {
      const input = make("input", { type, name: "pick", value: index, id: `pick-${index}` });
      box.append(make("label", { class: "pick", for: `pick-${index}` }, input, make("span", { html: choice.text })));
    });
    return box;
  }
  const wants = drawing.numbers.length === 1 ? "A number" : `${drawing.numbers.length} numbers`;
  const says = `${wants}${question.unit ? ` (${question.unit})` : ""}, like ${drawing.example}`;
  return appendTo(box, make("label", { for: "given" }, says), make("br"),
    make("input", { type: "text", id: "given", name: "given", autocomplete: "off", spellcheck: "false" }));
}

const LEGENDS = { choice: "Pick one", predict: "What do you expect?", many: "Pick all that hold", order: "Which comes when?", number: "Work it out", free: "In your own words" };

function appendTo(node, ...children) { node.append(...children); return node; }

function makeConfidenceField() {
  const box = make("fieldset", {}, make("legend", {}, "How sure are you?")), row = make("div", { class: "sure" });
  SURE.forEach((words, index) => row.append(
    make("label", {}, make("input", { type: "radio", name: "sure", value: index + 1 }), words)));
  return appendTo(box, row);
}

function takeAnswer(question, drawing, form) {
  const problem = form.querySelector("[role=alert]");
  const mark = question.kind === "free" ? { share: null, given: form.elements.given.value.trim() } : markAnswer(question, drawing, form);
  if (typeof mark === "string") { problem.textContent = mark; return; }
  if (question.kind === "free" && !mark.given) { problem.textContent = "Write a sentence first."; return; }
  problem.textContent = "";
  const sure = Number(new FormData(form).get("sure")) || null;
  for (const control of form.elements) control.disabled = true;
  if (question.kind === "free") return askForShare(question, drawing, mark);
  keepAnswer(question, mark, sure);
  explainAnswer(question, drawing, mark, form);
}

function markAnswer(question, drawing, form) {
  const data = new FormData(form);
  if (question.kind === "order") return markOrder(drawing, data.getAll("place"));
  if (!drawing.choices.length) return markNumbers(question, drawing, String(data.get("given") || ""));
  const picks = data.getAll("pick").map(Number);
  if (question.kind === "many") return markChoices(drawing, picks);
  if (picks.length !== 1) return "Pick one.";
  const choice = drawing.choices[picks[0]];
  return { share: choice.right ? 1 : 0, given: formatLetter(picks[0]), says: choice.because, ideas: choice.right || !choice.misconception ? [] : [choice.misconception] };
}

const formatLetter = index => "abcdefghijklmnopqrstuvwxyz"[index];

function markChoices(drawing, picks) {
  if (!picks.length) return "At least one holds: tick it first.";
  const judgedRight = drawing.choices.map((choice, index) => choice.right === picks.includes(index));
  const share = Math.max(0, 2 * judgedRight.filter(Boolean).length / judgedRight.length - 1);
  const misjudged = drawing.choices.filter((_, index) => !judgedRight[index]);
  return { share, given: picks.map(formatLetter).join(", "), says: misjudged.map(choice => choice.because).join("<br>"), ideas: misjudged.map(choice => choice.misconception).filter(Boolean) };
}

function markOrder(drawing, places) {
  if (new Set(places).size !== drawing.items.length || places.includes("")) return "Give each item a place of its own.";
  const arranged = places.map(Number).map((_, position) => places.map(Number).indexOf(position));
  const firstWrong = arranged.findIndex((item, position) => item !== drawing.order[position]);
  const says = firstWrong < 0 ? "" : `Place ${firstWrong + 1} is the first that differs: ${drawing.items[drawing.order[firstWrong]]} belongs there.`;
  return { share: firstWrong < 0 ? 1 : 0, given: arranged.map(formatLetter).join(" "), says, ideas: [] };
}

function markNumbers(question, drawing, text) {
  const rows = readNumbers(text, drawing.numbers.length, question.unit);
  if (!rows.length) return `That cannot be read. Type it like ${drawing.example}.`;
  const given = text.trim(), answer = drawing.numbers;
  const isNear = (row, other) => row.every((value, position) => isClose(value, other[position], question));
  if (rows.some(row => isNear(row, answer))) return { share: 1, given, says: "", ideas: [] };
  for (const row of rows) for (const wrong of drawing.wrong) {
    if (isNear(row, wrong.numbers)) return { share: 0, given, says: wrong.because, ideas: wrong.misconception ? [wrong.misconception] : [] };
  }
  if (rows.some(row => row.every((value, position) => isRounding(value, answer[position], ENOUGH)))) return { share: 1, given, says: "", ideas: [] };
  if (rows.some(row => row.every((value, position) => isRounding(value, answer[position], 1)))) return { share: NEARLY, given, says: "Only the rounding was off. Three digits are enough.", ideas: [] };
  return { share: 0, given, says: "", ideas: [] };
}

const isWithin = (a, b, relative, absolute) => Math.abs(a - b) <= Math.max(relative * Math.max(Math.abs(a), Math.abs(b)), absolute);
const isClose = (a, b, question) => isWithin(a, b, question.relative, Math.max(question.absolute, 1e-12));

function isRounding(typed, answer, digits) {
  if (isWithin(typed, answer, 1e-9, 1e-12)) return true;
  if (!answer || (Number.isInteger(answer) && Math.abs(answer) < 10 ** ENOUGH)) return false;
  for (let kept = digits; kept < MOST_DIGITS; kept++) {
    if (kept === 1 && Number.isInteger(Math.log10(Math.abs(typed) || 1))) continue;
    const unit = 10 ** (Math.floor(Math.log10(Math.abs(answer))) - kept + 1);
    if (isWithin(typed, Number(answer.toExponential(kept - 1)), 1e-9, 0) || isWithin(typed, Math.trunc(answer / unit) * unit, 1e-9, 0)) return true;
  }
  return false;
}

// Returns every row of `count` numbers that a typed text can mean, in the spellings that people use.
function readNumbers(text, count, unit) {
  let plain = text.toLowerCase().replace(/[−–]/g, "-").replace(/[·×]/g, "*").replace(/÷/g, "/").replace(/\*\*/g, "^").replace(/^\s*(=|≈|~|about )/, "").replace(/^[a-zθβλ][\w₀-₉']*\s*=\s*/, "");
  if (unit) plain = plain.split(unit.toLowerCase()).join(" ");
  plain = plain.replace(/(sqrt|√)\s*\(([^()]*)\)/g, "$1$2").replace(/[()[\]]/g, " ").replace(/ and /g, " ").trim();
  const spellings = [plain];
  if (/^-?\d*,\d+$/.test(plain)) spellings.push(plain.replace(",", "."));
  if (/^-?\d{1,3}(,\d{3})+$/.test(plain)) spellings.push(plain.replace(/,/g, ""));
  const rows = [];
  for (const spelling of spellings) {
    const row = spelling.replace(/\s*([*/^])\s*/g, "$1").split(/[;,\s]+/).filter(Boolean).map(readNumber);
    if (row.length === count && row.every(Number.isFinite)) rows.push(row);
  }
  return rows;
}

function readNumber(word) {
  const percent = /^(.*)%$/.exec(word);
  if (percent) return readNumber(percent[1]) / 100;
  const product = word.split(/[*]/);
  if (product.length > 1) return product.map(readNumber).reduce((a, b) => a * b, 1);
  const quotient = word.split("/");
  if (quotient.length === 2) return readNumber(quotient[0]) / readNumber(quotient[1]);
  const root = /^(?:sqrt|√)(.+)$/.exec(word);
  if (root) return Math.sqrt(readNumber(root[1]));
  const power = word.split("^");
  if (power.length === 2) return readNumber(power[0]) ** readNumber(power[1]);
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/.test(word) ? Number(word) : NaN;
}

function askForShare(question, drawing, mark) {
  const feedback = document.getElementById("told"), folded = mark.given.toLowerCase().split(/\s+/).join(" ");
  const list = make("ul");
  for (const idea of question.rubric) {
    const isNamed = idea.keywords.some(word => folded.includes(word.toLowerCase()));
    list.append(make("li", { html: `${isNamed ? "✓ " : ""}${idea.idea}` }));
  }
  const row = make("p", { class: "sure" });
  ["none of it", "a part", "nearly all", "all of it"].forEach((words, index) => row.append(make("button", { type: "button", onclick: () => {
    row.remove();
    keepAnswer(question, { ...mark, share: index / 3, ideas: [] }, null);
    addNextButton(question);
  } }, words)));
  feedback.replaceChildren(make("p", {}, "What a good answer holds (✓: a word of it was found):"), list, make("div", { html: drawing.because }), make("p", {}, "How much of it was in yours?"), row);
  row.querySelector("button").focus();
}

function explainAnswer(question, drawing, mark, form) {
  const feedback = document.getElementById("told"), good = mark.share >= 1;
  const words = good ? "✓ Right" : mark.share > 0 ? "◐ Partly right" : "✗ Not yet";
  feedback.replaceChildren(make("p", { class: `verdict ${good ? "good" : "bad"}`, tabindex: "-1" }, words));
  if (mark.says) feedback.append(make("p", { html: mark.says }));
  if (!good) feedback.append(make("p", { html: `Right: ${formatAnswer(question, drawing)}` }));
  feedback.append(make("div", { html: drawing.because }));
  if (!question.before && drawing.picture) feedback.append(make("figure", { html: drawing.picture }));
  form.querySelectorAll(".pick").forEach((pick, index) => {
    const choice = drawing.choices[index];
    if (choice && choice.right) pick.classList.add("right");
    else if (choice && pick.querySelector("input").checked) pick.classList.add("wrong");
  });
  addNextButton(question);
}

function formatAnswer(question, drawing) {
  if (drawing.numbers.length && !drawing.choices.length) return drawing.numbers.map(number => String(Number(number.toPrecision(4)))).join(", ");
  if (question.kind === "order") return drawing.order.map(item => drawing.items[item]).join(" → ");
  return drawing.choices.filter(choice => choice.right).map(choice => choice.text).join("; ");
}

function addNextButton(question) {
  const feedback = document.getElementById("told");
  feedback.append(make("p", { class: "quiet", html: `To keep: ${question.keep}` }));
  const button = make("button", { type: "button", onclick: askNext }, queue.length ? "Next question" : "How it went");
  feedback.append(make("p", {}, button));
  button.focus();
}

// Rates an answer as grader/quiz/schedule.py does.
function computeRating(kind, share, sure) {
  if (kind === "free") return AGAIN + Math.round(3 * share);
  if (share < 0.5) return AGAIN;
  if (share < 1 || (sure !== null && sure <= 2)) return HARD;
  return sure === 4 && kind !== "choice" && kind !== "many" ? EASY : GOOD;
}

function keepAnswer(question, mark, sure) {
  const now = new Date(), day = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map(part => String(part).padStart(2, "0")).join("-");
  if (mark.share >= 1) right += 1;
  answers.push({
    uid: Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, "0")).join(""),
    at: now.toISOString().replace("Z", "000+00:00"), day, question: question.id, concept: question.concept, kind: question.kind,
    given: mark.given, share: mark.share, confidence: sure, rating: computeRating(question.kind, mark.share, sure),
    misconceptions: JSON.stringify(mark.ideas), expected: null,
  });
  offerToSave();
}

// Offers the answers so far as a file, which can be saved at any time.
function offerToSave() {
  const text = JSON.stringify({ schema: DATA.schema, answers, nudges: [] }, null, 1);
  const link = make("a", { class: "save", download: "fallline-progress.json", href: URL.createObjectURL(new Blob([text], { type: "application/json" })) }, `Save ${answers.length} answer${answers.length === 1 ? "" : "s"}`);
  document.getElementById("foot").replaceChildren(link, make("span", { class: "quiet" }, " and take them in with ", make("code", {}, "grade quiz --import-progress FILE")));
}

function showResult(container) {
  document.getElementById("progress").textContent = `${asked} questions, ${right} right`;
  const head = make("h2", { tabindex: "-1" }, "How it went");
  const missed = answers.filter(answer => answer.share < 1);
  const list = make("ul");
  for (const id of new Set(missed.map(answer => answer.question))) {
    const question = DATA.questions.find(question => question.id === id);
    list.append(make("li", { html: question.keep }));
  }
  const words = missed.length ? "Look at these once more:" : "Everything was right.";
  container.replaceChildren(head, make("p", {}, `${right} of ${asked} right. ${words}`), list, make("p", {}, make("button", { type: "button", onclick: () => {
    queue = shuffle(DATA.questions.map((_, index) => index)); asked = right = 0; askNext();
  } }, "Once more")));
  head.focus();
}

askNext();

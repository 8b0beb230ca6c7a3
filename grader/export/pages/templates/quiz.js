"use strict";
// The rules are those of grader/quiz: marking.py says what an answer is worth, schedule.py how it is rated.
const DATA = JSON.parse(document.getElementById("data").textContent);
const AGAIN = 1, HARD = 2, GOOD = 3, EASY = 4, ENOUGH = 3, NEARLY = 0.75, MOST_DIGITS = 13;
const SURE = ["a guess", "unsure", "fairly sure", "certain"];
const answers = [];
let queue = shuffled(DATA.questions.map((_, place) => place)), asked = 0, right = 0;

function shuffled(items) {
  for (let i = items.length - 1; i > 0; i--) {
    const j = Math.floor(Math.random() * (i + 1));
    [items[i], items[j]] = [items[j], items[i]];
  }
  return items;
}

function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "html") node.innerHTML = value; // the page's own words, escaped where it was made
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value !== false && value !== null) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children);
  return node;
}

function next() {
  const place = document.getElementById("question"), told = document.getElementById("told");
  told.replaceChildren();
  if (!queue.length) return finish(place);
  const question = DATA.questions[queue.shift()];
  const drawing = question.drawings[Math.floor(Math.random() * question.drawings.length)];
  asked += 1;
  document.getElementById("progress").textContent = `Question ${asked} of ${asked + queue.length}, ${right} right so far`;
  const head = make("h2", { id: "prompt", tabindex: "-1" }, `Question ${asked}`);
  const form = make("form", { "aria-labelledby": "prompt", novalidate: true });
  form.append(make("div", { html: drawing.prompt }));
  if (question.before && drawing.picture) form.append(make("figure", { html: drawing.picture }));
  form.append(field(question, drawing));
  if (question.kind !== "free") form.append(confidence());
  form.append(make("p", {}, make("button", { type: "submit" }, "Answer")), make("p", { class: "bad", role: "alert" }));
  form.addEventListener("submit", event => { event.preventDefault(); take(question, drawing, form); });
  place.replaceChildren(head, form);
  if (asked > 1) head.focus();
}

function field(question, drawing) {
  const box = make("fieldset", {}, make("legend", {}, LEGENDS[question.kind] || "Your answer"));
  if (question.kind === "free") return add(box, make("textarea", { name: "given", "aria-label": "In your own words" }));
  if (question.kind === "order") {
    drawing.items.forEach((item, place) => {
      const select = make("select", { name: "place", id: `item-${place}` }, make("option", { value: "" }, "…"));
      drawing.items.forEach((_, at) => select.append(make("option", { value: at }, String(at + 1))));
      box.append(make("div", { class: "pick" }, select, make("label", { for: `item-${place}`, html: item })));
    });
    return box;
  }
  if (drawing.choices.length) {
    const type = question.kind === "many" ? "checkbox" : "radio";
    drawing.choices.forEach((choice, place) => {
      const input = make("input", { type, name: "pick", value: place, id: `pick-${place}` });
      box.append(make("label", { class: "pick", for: `pick-${place}` }, input, make("span", { html: choice.text })));
    });
    return box;
  }
  const wants = drawing.numbers.length === 1 ? "A number" : `${drawing.numbers.length} numbers`;
  const says = `${wants}${question.unit ? ` (${question.unit})` : ""}, like ${drawing.example}`;
  return add(box, make("label", { for: "given" }, says), make("br"),
    make("input", { type: "text", id: "given", name: "given", autocomplete: "off", spellcheck: "false" }));
}

const LEGENDS = { choice: "Pick one", predict: "What do you expect?", many: "Pick all that hold", order: "Which comes when?", number: "Work it out", free: "In your own words" };

function add(node, ...children) { node.append(...children); return node; }

function confidence() {
  const box = make("fieldset", {}, make("legend", {}, "How sure are you?")), row = make("div", { class: "sure" });
  SURE.forEach((words, place) => row.append(
    make("label", {}, make("input", { type: "radio", name: "sure", value: place + 1 }), words)));
  return add(box, row);
}

function take(question, drawing, form) {
  const problem = form.querySelector("[role=alert]");
  const mark = question.kind === "free" ? { share: null, given: form.elements.given.value.trim() } : marked(question, drawing, form);
  if (typeof mark === "string") { problem.textContent = mark; return; }
  if (question.kind === "free" && !mark.given) { problem.textContent = "Write a sentence first."; return; }
  problem.textContent = "";
  const sure = Number(new FormData(form).get("sure")) || null;
  for (const control of form.elements) control.disabled = true;
  if (question.kind === "free") return rate(question, drawing, mark);
  keep(question, mark, sure);
  explain(question, drawing, mark, form);
}

function marked(question, drawing, form) {
  const data = new FormData(form);
  if (question.kind === "order") return ordered(drawing, data.getAll("place"));
  if (!drawing.choices.length) return numbered(question, drawing, String(data.get("given") || ""));
  const picks = data.getAll("pick").map(Number);
  if (question.kind === "many") return several(drawing, picks);
  if (picks.length !== 1) return "Pick one.";
  const choice = drawing.choices[picks[0]];
  return { share: choice.right ? 1 : 0, given: letter(picks[0]), says: choice.because, ideas: choice.right || !choice.misconception ? [] : [choice.misconception] };
}

const letter = place => "abcdefghijklmnopqrstuvwxyz"[place];

function several(drawing, picks) {
  if (!picks.length) return "At least one holds: tick it first.";
  const agree = drawing.choices.map((choice, place) => choice.right === picks.includes(place));
  const share = Math.max(0, 2 * agree.filter(Boolean).length / agree.length - 1);
  const amiss = drawing.choices.filter((_, place) => !agree[place]);
  return { share, given: picks.map(letter).join(", "), says: amiss.map(one => one.because).join("<br>"), ideas: amiss.map(one => one.misconception).filter(Boolean) };
}

function ordered(drawing, places) {
  if (new Set(places).size !== drawing.items.length || places.includes("")) return "Give each item a place of its own.";
  const put = places.map(Number).map((_, at) => places.map(Number).indexOf(at));
  const first = put.findIndex((item, at) => item !== drawing.order[at]);
  const says = first < 0 ? "" : `Place ${first + 1} is the first that differs: ${drawing.items[drawing.order[first]]} belongs there.`;
  return { share: first < 0 ? 1 : 0, given: put.map(letter).join(" "), says, ideas: [] };
}

function numbered(question, drawing, text) {
  const meant = readings(text, drawing.numbers.length, question.unit);
  if (!meant.length) return `That cannot be read. Type it like ${drawing.example}.`;
  const given = text.trim(), answer = drawing.numbers;
  const near = (row, other) => row.every((value, at) => close(value, other[at], question));
  if (meant.some(row => near(row, answer))) return { share: 1, given, says: "", ideas: [] };
  for (const row of meant) for (const wrong of drawing.wrong) {
    if (near(row, wrong.numbers)) return { share: 0, given, says: wrong.because, ideas: wrong.misconception ? [wrong.misconception] : [] };
  }
  if (meant.some(row => row.every((value, at) => rounds(value, answer[at], ENOUGH)))) return { share: 1, given, says: "", ideas: [] };
  if (meant.some(row => row.every((value, at) => rounds(value, answer[at], 1)))) return { share: NEARLY, given, says: "Only the rounding was off. Three digits are enough.", ideas: [] };
  return { share: 0, given, says: "", ideas: [] };
}

const within = (a, b, relative, absolute) => Math.abs(a - b) <= Math.max(relative * Math.max(Math.abs(a), Math.abs(b)), absolute);
const close = (a, b, question) => within(a, b, question.relative, Math.max(question.absolute, 1e-12));

function rounds(typed, answer, digits) {
  if (within(typed, answer, 1e-9, 1e-12)) return true;
  if (!answer || (Number.isInteger(answer) && Math.abs(answer) < 10 ** ENOUGH)) return false;
  for (let kept = digits; kept < MOST_DIGITS; kept++) {
    if (kept === 1 && Number.isInteger(Math.log10(Math.abs(typed) || 1))) continue;
    const unit = 10 ** (Math.floor(Math.log10(Math.abs(answer))) - kept + 1);
    if (within(typed, Number(answer.toExponential(kept - 1)), 1e-9, 0) || within(typed, Math.trunc(answer / unit) * unit, 1e-9, 0)) return true;
  }
  return false;
}

// Every row of so many numbers that a typed text can mean, in the spellings that people use.
function readings(text, count, unit) {
  let plain = text.toLowerCase().replace(/[−–]/g, "-").replace(/[·×]/g, "*").replace(/÷/g, "/").replace(/\*\*/g, "^").replace(/^\s*(=|≈|~|about )/, "").replace(/^[a-zθβλ][\w₀-₉']*\s*=\s*/, "");
  if (unit) plain = plain.split(unit.toLowerCase()).join(" ");
  plain = plain.replace(/(sqrt|√)\s*\(([^()]*)\)/g, "$1$2").replace(/[()[\]]/g, " ").replace(/ and /g, " ").trim();
  const spellings = [plain];
  if (/^-?\d*,\d+$/.test(plain)) spellings.push(plain.replace(",", "."));
  if (/^-?\d{1,3}(,\d{3})+$/.test(plain)) spellings.push(plain.replace(/,/g, ""));
  const found = [];
  for (const spelling of spellings) {
    const row = spelling.replace(/\s*([*/^])\s*/g, "$1").split(/[;,\s]+/).filter(Boolean).map(value);
    if (row.length === count && row.every(Number.isFinite)) found.push(row);
  }
  return found;
}

function value(word) {
  const percent = /^(.*)%$/.exec(word);
  if (percent) return value(percent[1]) / 100;
  const product = word.split(/[*]/);
  if (product.length > 1) return product.map(value).reduce((a, b) => a * b, 1);
  const quotient = word.split("/");
  if (quotient.length === 2) return value(quotient[0]) / value(quotient[1]);
  const root = /^(?:sqrt|√)(.+)$/.exec(word);
  if (root) return Math.sqrt(value(root[1]));
  const power = word.split("^");
  if (power.length === 2) return value(power[0]) ** value(power[1]);
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/.test(word) ? Number(word) : NaN;
}

function rate(question, drawing, mark) {
  const told = document.getElementById("told"), folded = mark.given.toLowerCase().split(/\s+/).join(" ");
  const list = make("ul");
  for (const one of question.rubric) {
    const found = one.keywords.some(word => folded.includes(word.toLowerCase()));
    list.append(make("li", { html: `${found ? "✓ " : ""}${one.idea}` }));
  }
  const row = make("p", { class: "sure" });
  ["none of it", "a part", "nearly all", "all of it"].forEach((words, place) => row.append(make("button", { type: "button", onclick: () => {
    row.remove();
    keep(question, { ...mark, share: place / 3, ideas: [] }, null);
    foot(question);
  } }, words)));
  told.replaceChildren(make("p", {}, "What a good answer holds (✓: a word of it was found):"), list, make("div", { html: drawing.because }), make("p", {}, "How much of it was in yours?"), row);
  row.querySelector("button").focus();
}

function explain(question, drawing, mark, form) {
  const told = document.getElementById("told"), good = mark.share >= 1;
  const words = good ? "✓ Right" : mark.share > 0 ? "◐ Partly right" : "✗ Not yet";
  told.replaceChildren(make("p", { class: `verdict ${good ? "good" : "bad"}`, tabindex: "-1" }, words));
  if (mark.says) told.append(make("p", { html: mark.says }));
  if (!good) told.append(make("p", { html: `Right: ${answerOf(question, drawing)}` }));
  told.append(make("div", { html: drawing.because }));
  if (!question.before && drawing.picture) told.append(make("figure", { html: drawing.picture }));
  form.querySelectorAll(".pick").forEach((pick, place) => {
    const choice = drawing.choices[place];
    if (choice && choice.right) pick.classList.add("right");
    else if (choice && pick.querySelector("input").checked) pick.classList.add("wrong");
  });
  foot(question);
}

function answerOf(question, drawing) {
  if (drawing.numbers.length && !drawing.choices.length) return drawing.numbers.map(one => String(Number(one.toPrecision(4)))).join(", ");
  if (question.kind === "order") return drawing.order.map(item => drawing.items[item]).join(" → ");
  return drawing.choices.filter(choice => choice.right).map(choice => choice.text).join("; ");
}

function foot(question) {
  const told = document.getElementById("told");
  told.append(make("p", { class: "quiet", html: `To keep: ${question.keep}` }));
  const button = make("button", { type: "button", onclick: next }, queue.length ? "Next question" : "How it went");
  told.append(make("p", {}, button));
  button.focus();
}

// grader/quiz/schedule.py, rate
function rating(kind, share, sure) {
  if (kind === "free") return AGAIN + Math.round(3 * share);
  if (share < 0.5) return AGAIN;
  if (share < 1 || (sure !== null && sure <= 2)) return HARD;
  return sure === 4 && kind !== "choice" && kind !== "many" ? EASY : GOOD;
}

function keep(question, mark, sure) {
  const now = new Date(), day = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map(one => String(one).padStart(2, "0")).join("-");
  if (mark.share >= 1) right += 1;
  answers.push({
    uid: Array.from(crypto.getRandomValues(new Uint8Array(16)), one => one.toString(16).padStart(2, "0")).join(""),
    at: now.toISOString().replace("Z", "000+00:00"), day, question: question.id, concept: question.concept, kind: question.kind,
    given: mark.given, share: mark.share, confidence: sure, rating: rating(question.kind, mark.share, sure),
    misconceptions: JSON.stringify(mark.ideas), expected: null,
  });
  save();
}

// The answers so far, to be saved at any time.
function save() {
  const text = JSON.stringify({ schema: DATA.schema, answers, nudges: [] }, null, 1);
  const link = make("a", { class: "save", download: "fallline-progress.json", href: URL.createObjectURL(new Blob([text], { type: "application/json" })) }, `Save ${answers.length} answer${answers.length === 1 ? "" : "s"}`);
  document.getElementById("foot").replaceChildren(link, make("span", { class: "quiet" }, " and take them in with ", make("code", {}, "grade quiz --import-progress FILE")));
}

function finish(place) {
  document.getElementById("progress").textContent = `${asked} questions, ${right} right`;
  const head = make("h2", { tabindex: "-1" }, "How it went");
  const missed = answers.filter(answer => answer.share < 1);
  const list = make("ul");
  for (const id of new Set(missed.map(answer => answer.question))) {
    const question = DATA.questions.find(one => one.id === id);
    list.append(make("li", { html: question.keep }));
  }
  const words = missed.length ? "Look at these once more:" : "Everything was right.";
  place.replaceChildren(head, make("p", {}, `${right} of ${asked} right. ${words}`), list, make("p", {}, make("button", { type: "button", onclick: () => {
    queue = shuffled(DATA.questions.map((_, at) => at)); asked = right = 0; next();
  } }, "Once more")));
  head.focus();
}

next();

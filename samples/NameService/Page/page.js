const element = id => document.getElementById(id);
const nameBox = element("name");
let reply = null;    // what the service said of the name that stands there
let chosen = -1;     // the letter whose bars are shown; -1 for the last one
let asking = null;   // the request on its way
let inventing = null;

const post = (path, body, signal) => fetch(path, {
  method: "POST",
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
  signal,
});

const make = (tag, className, text) => {
  const node = document.createElement(tag);
  node.className = className ?? "";
  node.textContent = text ?? "";
  return node;
};

const percent = value => value >= 0.995 ? "100 %" : value < 0.0005 ? "0 %" : `${(value * 100).toFixed(value < 0.1 ? 1 : 0)} %`;

const shownBars = 5;

// Each sort of wrong input in words; the answer's own are for programs.
const inWords = (response, body) => response.status === 503 ? "The service is busy. Try again in a moment."
  : body.errors?.name && nameBox.value.length > 100 ? "This name is too long: 100 letters at most."
  : body.errors?.name ? "None of these characters is a letter that the network knows. It reads Latin letters, with or without accents."
  : body.errors?.prefix ? "The network cannot continue this beginning. It knows Latin letters, with or without accents."
  : "The service could not read this. Reload the page and try again.";

const complain = text => {
  element("problem").textContent = text;
  element("problem").hidden = !text;
};

async function ask() {
  asking?.abort();
  asking = new AbortController();
  const name = nameBox.value;
  if (!name) {
    reply = null;
    complain("");
    draw();
    return;
  }
  try {
    const response = await post("classify/steps", { name }, asking.signal);
    const body = await response.json();
    if (!response.ok) {
      complain(inWords(response, body));
      return;
    }
    complain("");
    reply = body;
    chosen = -1;
    draw();
  } catch (error) {
    if (error.name !== "AbortError") complain("The service does not answer.");
  }
}

function draw() {
  drawVerdict();
  drawBars();
  drawLanguages();
  drawHidden();
}

function drawVerdict() {
  const verdict = element("verdict");
  verdict.replaceChildren();
  if (!reply) {
    verdict.textContent = "Waiting for a name.";
    return;
  }
  const index = chosen < 0 ? reply.steps.length - 1 : chosen;
  const ranked = reply.steps[index].probabilities.map((p, i) => [p, reply.languages[i]]).sort((a, b) => b[0] - a[0]);
  const read = reply.steps.slice(0, index + 1).map(step => step.character).join("");
  verdict.append(
    `${read}: `, make("strong", "", `${ranked[0][1]} ${percent(ranked[0][0])}`),
    `, then ${ranked[1][1]} ${percent(ranked[1][0])} and ${ranked[2][1]} ${percent(ranked[2][0])}`);
}

// The most probable languages at the chosen letter, the winner first.
function drawBars() {
  const list = element("bars");
  const before = Object.fromEntries([...list.querySelectorAll(".bar")].map(bar => [bar.dataset.language, bar.dataset.probability]));
  list.replaceChildren();
  if (!reply) return;
  const { probabilities } = reply.steps[chosen < 0 ? reply.steps.length - 1 : chosen];
  const ranked = probabilities.map((p, i) => [p, reply.languages[i]]).sort((a, b) => b[0] - a[0]);
  for (const [probability, language] of ranked.slice(0, shownBars)) {
    const item = make("li");
    item.append(make("span", "", language), makeBar(language, probability, before[language] ?? 0), make("span", "", percent(probability)));
    list.append(item);
  }
}

// A row a language, a column a letter; rows stay where they are while the name grows, so that the eye can follow.
function drawLanguages() {
  const grid = element("languages");
  grid.replaceChildren();
  if (!reply) return;
  const steps = reply.steps;
  const index = chosen < 0 ? steps.length - 1 : chosen;
  grid.style.setProperty("--letters", steps.length);
  grid.style.gridTemplateColumns = `auto repeat(${steps.length}, var(--column))`;
  grid.append(make("span", "language"));
  steps.forEach((step, i) => {
    const button = make("button", step.read ? "" : "unread", step.character);
    button.type = "button";
    button.title = step.read ? `after "${step.character}"` : "the network leaves this character out";
    button.setAttribute("aria-pressed", String(i === index));
    button.addEventListener("click", () => { chosen = i; draw(); });
    grid.append(button);
  });
  reply.languages.forEach((language, row) => {
    grid.append(make("span", "language", language));
    for (const step of steps) {
      const cell = make("span", "cell");
      cell.style.setProperty("--level", `${Math.round(Math.sqrt(step.probabilities[row]) * 100)}%`);
      cell.title = `${language} ${percent(step.probabilities[row])}`;
      grid.append(cell);
    }
  });
  if (chosen < 0) grid.parentElement.scrollLeft = grid.scrollWidth;
}

function makeBar(language, probability, before) {
  const bar = make("span", "bar");
  const length = make("span");
  const width = value => `${value * 100}%`;
  length.style.width = width(probability);
  if (!matchMedia("(prefers-reduced-motion: reduce)").matches) length.animate([{ width: width(before) }, { width: width(probability) }], 200);
  bar.append(length);
  bar.dataset.language = language;
  bar.dataset.probability = probability;
  return bar;
}

// From blue for -1 over the middle's colour to red for +1.
function colour(value, middle) {
  const ends = value < 0 ? [33, 102, 172] : [214, 96, 77];
  const part = Math.min(1, Math.abs(value));
  return middle.map((start, i) => Math.round(start + (ends[i] - start) * part));
}

// The middle is light on a light page and dark on a dark one.
function middleColour() {
  return getComputedStyle(element("hidden")).backgroundColor.match(/\d+/g).slice(0, 3).map(Number);
}

function drawHidden() {
  const canvas = element("hidden");
  const steps = reply?.steps ?? [];
  element("hidden-letters").replaceChildren(...steps.map(step => make("span", "", step.character)));
  canvas.width = Math.max(1, steps.length);
  canvas.height = steps[0]?.hidden.length ?? 1;
  canvas.style.setProperty("--letters", steps.length);
  const context = canvas.getContext("2d");
  const image = context.createImageData(canvas.width, canvas.height);
  const middle = middleColour();
  steps.forEach((step, x) => step.hidden.forEach((value, y) => {
    image.data.set([...colour(value, middle), 255], (y * canvas.width + x) * 4);
  }));
  context.putImageData(image, 0, 0);
  if (chosen < 0) canvas.parentElement.scrollLeft = canvas.parentElement.scrollWidth;
}

async function invent(event) {
  event.preventDefault();
  inventing?.abort();
  inventing = new AbortController();
  const list = element("invented");
  list.replaceChildren();
  complain("");
  element("stop").hidden = false;
  const growing = [];
  try {
    const response = await post("generate", {
      language: element("language").value,
      prefix: element("prefix").value,
      temperature: Number(element("temperature").value),
      count: 8,
      charactersPerSecond: 60,
    }, inventing.signal);
    if (!response.ok) {
      complain(inWords(response, await response.json()));
      return;
    }
    for await (const { type, data } of events(response.body)) {
      const { index, text } = JSON.parse(data);
      if (!growing[index]) {
        growing[index] = make("button", "growing", element("prefix").value);
        growing[index].type = "button";
        growing[index].title = "ask the other network about this name";
        growing[index].addEventListener("click", () => { nameBox.value = growing[index].textContent; ask(); nameBox.focus(); });
        const item = make("li");
        item.append(growing[index]);
        list.append(item);
      }
      if (type === "character") growing[index].textContent += text;
      if (type === "name") growing[index].classList.remove("growing");
    }
  } catch (error) {
    if (error.name !== "AbortError") complain("The service does not answer.");
  } finally {
    element("stop").hidden = true;
    growing.forEach(button => button.classList.remove("growing"));
  }
}

// The events of a stream of server-sent events; EventSource itself cannot post.
async function* events(body) {
  let rest = "";
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    rest += value;
    const blocks = rest.split("\n\n");
    rest = blocks.pop();
    for (const block of blocks) {
      const fields = Object.fromEntries(block.split("\n").map(line => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1).trimStart()]));
      yield { type: fields.event, data: fields.data };
    }
  }
}

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawHidden);
nameBox.addEventListener("input", ask);
for (const example of element("examples").querySelectorAll("button")) {
  example.addEventListener("click", () => { nameBox.value = example.textContent; ask(); });
}
element("invent").addEventListener("submit", invent);
element("stop").addEventListener("click", () => inventing?.abort());
element("temperature").addEventListener("input", event => { element("temperature-value").textContent = event.target.value; });
await ask();
for (const language of reply?.languages ?? []) element("language").append(new Option(language, language, false, language === "Italian"));

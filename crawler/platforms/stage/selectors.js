// Selectors: tag, #id, .class, [attribute], a few of jQuery's; descendants; lists of them.
const STEP = /(\*|[\w-]+)?((?:#[\w-]+|\.[\w-]+|\[[^\]]+\]|:[\w-]+(?:\([^)]*\))?)*)/y;
const PART =
  /#([\w-]+)|\.([\w-]+)|\[\s*([\w-]+)\s*(?:([*^$~|]?=)\s*["']?([^"'\]]*)["']?)?\s*\]|:([\w-]+)(?:\(([^)]*)\))?/g;
const parsed = new Map();
function parse(selector) {
  if (!parsed.has(selector))
    parsed.set(
      selector,
      selector.split(",").map((one) =>
        one
          .trim()
          .replace(/\s*[>+~]\s*/g, " ")
          .split(/\s+/)
          .map((step) => {
            STEP.lastIndex = 0;
            const [whole, tag, rest] = STEP.exec(step) || ["", "", ""];
            return {
              tag: tag && tag !== "*" ? tag.toLowerCase() : "",
              tests: [...(rest || "").matchAll(PART)],
              whole: whole === step,
            };
          }),
      ),
    );
  return parsed.get(selector);
}
function fitsStep(node, step) {
  if (!step.whole || (step.tag && node.localName !== step.tag)) return false;
  return step.tests.every(([, id, cls, name, how, value, pseudo]) => {
    if (id) return node.id === id;
    if (cls) return node.className.split(/\s+/).includes(cls);
    if (name) {
      const found = name === "value" ? node.value : node.getAttribute(name);
      if (found === null) return false;
      return (
        !how ||
        (how === "="
          ? found === value
          : how === "^="
            ? found.startsWith(value)
            : how === "$="
              ? found.endsWith(value)
              : found.includes(value))
      );
    }
    if (pseudo === "selected") return !!node.parentNode && node.parentNode.value === node.value;
    if (pseudo === "checked") return "checked" in node.attributes_;
    return true;
  });
}
function fits(node, selector) {
  return parse(String(selector)).some((steps) => {
    let at = steps.length - 1,
      here = node;
    if (!fitsStep(here, steps[at])) return false;
    for (at -= 1, here = here.parentNode; at >= 0; at -= 1, here = here && here.parentNode) {
      while (here && !fitsStep(here, steps[at])) here = here.parentNode;
      if (!here) return false;
    }
    return true;
  });
}
function matching(selector, within) {
  const found = all.filter((node) => fits(node, selector) && (!within || isWithin(node, within)));
  const picked = /:(first|last|eq\((\d+)\))\s*$/.exec(String(selector));
  return picked
    ? [picked[1] === "last" ? found[found.length - 1] : found[Number(picked[2] || 0)]].filter(Boolean)
    : found;
}
function isWithin(node, ancestor) {
  for (let here = node.parentNode; here; here = here.parentNode) if (here === ancestor) return true;
  return false;
}

// HTML that a script writes: its elements, and where its links lead. Gives the text.
const VOID = /^(?:area|br|hr|img|input|link|meta|param)$/,
  TAGS = /<(\/?)([a-zA-Z][\w-]*)((?:"[^"]*"|'[^']*'|[^'">])*)>|([^<]+)/g;
const attributesIn = (text) =>
  Object.fromEntries(
    [...text.matchAll(/([:@\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/g)].map(
      ([, name, double, single, bare]) => [name.toLowerCase(), double ?? single ?? bare],
    ),
  );
function build(html, parent) {
  const text = textOf(html);
  if (showing >= 0 && hasFields(text)) said.asks[showing].shown = true;
  if (!text.includes("<") || all.length > 6000) return text;
  const made = [];
  let here = parent instanceof Element ? parent : null;
  for (const [, end, tag, rest, words_] of text.slice(0, 50000).matchAll(TAGS)) {
    if (words_ !== undefined) {
      if (here && here !== parent) here.own += words_;
      continue;
    }
    const name = tag.toLowerCase();
    if (end) {
      let up = here;
      while (up && up !== parent && up.localName !== name) up = up.parentNode;
      if (up && up !== parent) here = up.parentNode;
      continue;
    }
    const node = new Element(name, attributesIn(rest), here, "");
    all.push(node);
    made.push(node);
    if (!VOID.test(name)) here = node;
  }
  for (const node of made) {
    const address =
      node.localName === "a" ? node.attributes_.href : /^i?frame$/.test(node.localName) ? node.attributes_.src : "";
    if (address && address !== "#") {
      const was = label;
      label = words(node);
      go(address, node.localName !== "a");
      label = was;
    }
  }
  return text;
}
const words = (node) =>
  (
    node.textContent.trim() ||
    node.attributes_.title ||
    node.attributes_.alt ||
    (matching("img", node)[0] || { attributes_: {} }).attributes_.alt ||
    node.attributes_.value ||
    ""
  )
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, 120);

// An event at an element: its own handlers, its attribute's script, and what its ancestors and the document watch for.
function fire(node, kind) {
  const event = {
    type: kind,
    target: node,
    currentTarget: node,
    preventDefault() {},
    stopPropagation() {},
    data: anything,
    keyCode: 13,
  };
  const script = node.getAttribute("on" + kind);
  if (script) runHandler(node, script, event);
  const own = node["on" + kind];
  if (typeof own === "function") attempt(() => own.call(node, event));
  (node.handlers[kind] || []).forEach((f) => attempt(() => f.call(node, event)));
  for (const watch of handlers)
    if (watch.kind === kind && fits(node, watch.selector) && (!watch.root || isWithin(node, watch.root)))
      attempt(() => watch.f.call(node, event));
}
function runHandler(node, script, event) {
  // A field as a number of a call, openInfo(12), is put in by name; inside quotes it is text already.
  const code = script
    .replace(/^\s*javascript:/i, "")
    .replace(/(["'])(?:(?!\1).)*\1|\u0001(\w+)\u0002/g, (text, quoted, name) =>
      name ? `stage.field("${name}")` : text,
    );
  attempt(() => new Function("event", code).call(node, event || anything));
}

// The page's elements, as far as list scripts use them: attributes, values, simple selectors, forms, frames.
const all = [], byNode = new Map();
let handlers = [];

class Element {
  constructor(tag, attributes, parent, own) {
    Object.assign(this, {tagName: tag.toUpperCase(), localName: tag, attributes_: attributes, parentNode: parent, own, children: [], style: {}, handlers: {}, kept: {}, showing});
    if (parent) parent.children.push(this);
    const form = attributes.name && /^(?:input|select|textarea)$/.test(tag) ? this.form : null;
    if (form && !(attributes.name in form)) Object.defineProperty(form, attributes.name, {get: () => this});
  }
  get nodeName() { return this.tagName; }
  get nodeType() { return 1; }
  get parentElement() { return this.parentNode; }
  get childNodes() { return this.children; }
  get firstChild() { return this.children[0] || null; }
  get id() { return this.attributes_.id || ""; }
  set id(value) { this.attributes_.id = value; }
  get className() { return this.attributes_.class || ""; }
  set className(value) { this.attributes_.class = textOf(value); }
  get classList() { return {add() {}, remove() {}, toggle() {}, contains: name => this.className.split(/\s+/).includes(name)}; }
  get name() { return this.attributes_.name || ""; }
  get dataset() {
    const found = {};
    for (const name of Object.keys(this.attributes_)) if (name.startsWith("data-")) found[name.slice(5).replace(/-(\w)/g, (_, c) => c.toUpperCase())] = this.attributes_[name];
    return found;
  }
  get value() {
    if (this.localName === "select") {
      const options = this.options, chosen = options.find(o => "selected" in o.attributes_) || options[0];
      return "value" in this.kept ? this.kept.value : chosen ? chosen.value : "";
    }
    if (this.localName === "option" && !("value" in this.attributes_)) return this.textContent.trim();
    return "value" in this.kept ? this.kept.value : this.attributes_.value || "";
  }
  set value(given) { this.kept.value = given; }
  get options() { return matching("option", this); }
  get selectedIndex() { const at = this.options.findIndex(o => o.value === this.value); return Math.max(at, 0); }
  get selectedOptions() { return this.options.filter(o => o.value === this.value).slice(0, 1); }
  get text() { return this.textContent; }
  get textContent() { return this.own + this.children.map(child => child.textContent).join(""); }
  set textContent(given) { this.kept.text = given; }
  get innerText() { return this.textContent; }
  set innerText(given) { this.kept.text = given; }
  get innerHTML() { return this.kept.html || ""; }
  set innerHTML(given) { this.kept.html = build(given, this); }
  set outerHTML(given) { build(given, this.parentNode); }
  get href() { return this.attributes_.href || ""; }
  set href(given) { this.attributes_.href = given; }
  get src() { return this.attributes_.src || ""; }
  set src(given) { this.setAttribute("src", given); }
  get action() { return this.attributes_.action || ""; }
  set action(given) { this.kept.action = given; }
  get method() { return this.attributes_.method || "get"; }
  set method(given) { this.kept.method = given; }
  get form() { let node = this; while (node && node.localName !== "form") node = node.parentNode; return node; }
  get elements() { return named(matching("input,select,textarea", this)); }
  get contentWindow() { return frameWindow(this); }
  getAttribute(name) { return name in this.attributes_ ? this.attributes_[name] : null; }
  hasAttribute(name) { return name in this.attributes_; }
  setAttribute(name, given) {
    if (name === "src" && /^i?frame$/.test(this.localName)) return go(given);
    if (name === "src" && this.localName === "script") return ask("GET", given, null, false, [this.onload]);
    this.attributes_[name] = given;
  }
  removeAttribute(name) { delete this.attributes_[name]; }
  insertAdjacentHTML(where, html) { build(html, this); }
  appendChild(child) { if (child && child.localName === "iframe" && child.attributes_.src) go(child.attributes_.src); return child; }
  insertBefore(child) { return child; }
  removeChild(child) { return child; }
  addEventListener(kind, f) { (this.handlers[kind] = this.handlers[kind] || []).push(f); }
  attachEvent(kind, f) { this.addEventListener(kind.replace(/^on/, ""), f); }
  querySelectorAll(selector) { return matching(selector, this); }
  querySelector(selector) { return matching(selector, this)[0] || null; }
  getElementsByTagName(tag) { return matching(tag, this); }
  getElementsByClassName(name) { return matching("." + name, this); }
  closest(selector) { let node = this; while (node && !fits(node, selector)) node = node.parentNode; return node || null; }
  matches(selector) { return fits(this, selector); }
  focus() {} blur() {} reset() {} scrollIntoView() {} remove() {}
  click() { fire(this, "click"); }
  fields() {
    return matching("input,select,textarea", this).filter(node => node.name && !/^(?:submit|button|image|reset|file|checkbox|radio)$/i.test(node.attributes_.type || "")).map(node => [node.name, node.value]);
  }
  submit() {
    const method = textOf(this.kept.method || this.method).toUpperCase() === "POST" ? "POST" : "GET";
    const target = textOf("action" in this.kept ? this.kept.action : this.action) || scene.url.split(/[?#]/)[0];
    const body = this.fields().map(([name, value]) => encodeURIComponent(name) + "=" + encodeURIComponent(textOf(value))).join("&");
    ask(method, target, body, false, []);
  }
}
const frameWindow = frame => ({get location() { return placeOf(go); }, set location(url) { go(url); }, document: anything});
const placeOf = goes => ({set href(url) { goes(url); }, get href() { return scene.url; }, assign: goes, replace: goes, reload() {}, search: "", hash: ""});

// Elements by name: form.page, document.forms.list.
function named(elements) {
  return new Proxy(elements, {get: (list, name) => (typeof name === "string" && !(name in list) ? list.find(e => e.id === name || e.name === name) : list[name])});
}

// Selectors: tag, #id, .class, [attribute], a few of jQuery's; descendants; lists of them.
const STEP = /(\*|[\w-]+)?((?:#[\w-]+|\.[\w-]+|\[[^\]]+\]|:[\w-]+(?:\([^)]*\))?)*)/y;
const PART = /#([\w-]+)|\.([\w-]+)|\[\s*([\w-]+)\s*(?:([*^$~|]?=)\s*["']?([^"'\]]*)["']?)?\s*\]|:([\w-]+)(?:\(([^)]*)\))?/g;
const parsed = new Map();
function parse(selector) {
  if (!parsed.has(selector)) parsed.set(selector, selector.split(",").map(one => one.trim().replace(/\s*[>+~]\s*/g, " ").split(/\s+/).map(step => {
    STEP.lastIndex = 0;
    const [whole, tag, rest] = STEP.exec(step) || ["", "", ""];
    return {tag: tag && tag !== "*" ? tag.toLowerCase() : "", tests: [...(rest || "").matchAll(PART)], whole: whole === step};
  })));
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
      return !how || (how === "=" ? found === value : how === "^=" ? found.startsWith(value) : how === "$=" ? found.endsWith(value) : found.includes(value));
    }
    if (pseudo === "selected") return !!node.parentNode && node.parentNode.value === node.value;
    if (pseudo === "checked") return "checked" in node.attributes_;
    return true;
  });
}
function fits(node, selector) {
  return parse(String(selector)).some(steps => {
    let at = steps.length - 1, here = node;
    if (!fitsStep(here, steps[at])) return false;
    for (at -= 1, here = here.parentNode; at >= 0; at -= 1, here = here && here.parentNode) {
      while (here && !fitsStep(here, steps[at])) here = here.parentNode;
      if (!here) return false;
    }
    return true;
  });
}
function matching(selector, within) {
  const found = all.filter(node => fits(node, selector) && (!within || isWithin(node, within)));
  const picked = /:(first|last|eq\((\d+)\))\s*$/.exec(String(selector));
  return picked ? [picked[1] === "last" ? found[found.length - 1] : found[Number(picked[2] || 0)]].filter(Boolean) : found;
}
function isWithin(node, ancestor) { for (let here = node.parentNode; here; here = here.parentNode) if (here === ancestor) return true; return false; }

// HTML that a script writes: its elements, and where its links lead. Gives the text.
const VOID = /^(?:area|br|hr|img|input|link|meta|param)$/, TAGS = /<(\/?)([a-zA-Z][\w-]*)((?:"[^"]*"|'[^']*'|[^'">])*)>|([^<]+)/g;
const attributesIn = text => Object.fromEntries([...text.matchAll(/([:@\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/g)].map(([, name, double, single, bare]) => [name.toLowerCase(), double ?? single ?? bare]));
function build(html, parent) {
  const text = textOf(html);
  if (showing >= 0 && hasFields(text)) said.asks[showing].shown = true;
  if (!text.includes("<") || all.length > 6000) return text;
  const made = [];
  let here = parent instanceof Element ? parent : null;
  for (const [, end, tag, rest, words_] of text.slice(0, 50000).matchAll(TAGS)) {
    if (words_ !== undefined) { if (here && here !== parent) here.own += words_; continue; }
    const name = tag.toLowerCase();
    if (end) { let up = here; while (up && up !== parent && up.localName !== name) up = up.parentNode; if (up && up !== parent) here = up.parentNode; continue; }
    const node = new Element(name, attributesIn(rest), here, "");
    all.push(node); made.push(node);
    if (!VOID.test(name)) here = node;
  }
  for (const node of made) {
    const address = node.localName === "a" ? node.attributes_.href : /^i?frame$/.test(node.localName) ? node.attributes_.src : "";
    if (address && address !== "#") { const was = label; label = words(node); go(address); label = was; }
  }
  return text;
}
const words = node => (node.textContent.trim() || node.attributes_.title || node.attributes_.alt || (matching("img", node)[0] || {attributes_: {}}).attributes_.alt || node.attributes_.value || "").replace(/\s+/g, " ").trim().slice(0, 120);

// An event at an element: its own handlers, its attribute's script, and what its ancestors and the document watch for.
function fire(node, kind) {
  const event = {type: kind, target: node, currentTarget: node, preventDefault() {}, stopPropagation() {}, data: anything, keyCode: 13};
  const script = node.getAttribute("on" + kind);
  if (script) runHandler(node, script, event);
  const own = node["on" + kind];
  if (typeof own === "function") attempt(() => own.call(node, event));
  (node.handlers[kind] || []).forEach(f => attempt(() => f.call(node, event)));
  for (const watch of handlers) if (watch.kind === kind && fits(node, watch.selector) && (!watch.root || isWithin(node, watch.root))) attempt(() => watch.f.call(node, event));
}
function runHandler(node, script, event) {
  // A field as a number of a call, openInfo(12), is put in by name; inside quotes it is text already.
  const code = script.replace(/^\s*javascript:/i, "").replace(/(["'])(?:(?!\1).)*\1|\u0001(\w+)\u0002/g, (text, quoted, name) => (name ? `stage.field("${name}")` : text));
  attempt(() => new Function("event", code).call(node, event || anything));
}

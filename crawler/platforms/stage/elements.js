// The page's elements, as far as list scripts use them: attributes, values, simple selectors, forms, frames.
const all = [],
  byNode = new Map();
let handlers = [];

class Element {
  constructor(tag, attributes, parent, own) {
    Object.assign(this, {
      tagName: tag.toUpperCase(),
      localName: tag,
      attributes_: attributes,
      parentNode: parent,
      own,
      children: [],
      style: {},
      handlers: {},
      kept: {},
      showing,
    });
    if (parent) parent.children.push(this);
    const form = attributes.name && /^(?:input|select|textarea)$/.test(tag) ? this.form : null;
    if (form && !(attributes.name in form)) Object.defineProperty(form, attributes.name, { get: () => this });
  }
  get nodeName() {
    return this.tagName;
  }
  get nodeType() {
    return 1;
  }
  get parentElement() {
    return this.parentNode;
  }
  get childNodes() {
    return this.children;
  }
  get firstChild() {
    return this.children[0] || null;
  }
  get id() {
    return this.attributes_.id || "";
  }
  set id(value) {
    this.attributes_.id = value;
  }
  get className() {
    return this.attributes_.class || "";
  }
  set className(value) {
    this.attributes_.class = textOf(value);
  }
  get classList() {
    return { add() {}, remove() {}, toggle() {}, contains: (name) => this.className.split(/\s+/).includes(name) };
  }
  get name() {
    return this.attributes_.name || "";
  }
  get dataset() {
    const found = {};
    for (const name of Object.keys(this.attributes_))
      if (name.startsWith("data-"))
        found[name.slice(5).replace(/-(\w)/g, (_, c) => c.toUpperCase())] = this.attributes_[name];
    return found;
  }
  get value() {
    if (this.localName === "select") {
      const options = this.options,
        chosen = options.find((o) => "selected" in o.attributes_) || options[0];
      return "value" in this.kept ? this.kept.value : chosen ? chosen.value : "";
    }
    if (this.localName === "option" && !("value" in this.attributes_)) return this.textContent.trim();
    return "value" in this.kept ? this.kept.value : this.attributes_.value || "";
  }
  set value(given) {
    this.kept.value = given;
  }
  get options() {
    return matching("option", this);
  }
  get selectedIndex() {
    const at = this.options.findIndex((o) => o.value === this.value);
    return Math.max(at, 0);
  }
  get selectedOptions() {
    return this.options.filter((o) => o.value === this.value).slice(0, 1);
  }
  get text() {
    return this.textContent;
  }
  get textContent() {
    if ("text" in this.kept) return textOf(this.kept.text);
    return this.own + this.children.map((child) => child.textContent).join("");
  }
  set textContent(given) {
    this.kept.text = given;
  }
  get innerText() {
    return this.textContent;
  }
  set innerText(given) {
    this.kept.text = given;
  }
  get innerHTML() {
    return this.kept.html || "";
  }
  set innerHTML(given) {
    this.kept.html = build(given, this);
  }
  set outerHTML(given) {
    build(given, this.parentNode);
  }
  get href() {
    return this.attributes_.href || "";
  }
  set href(given) {
    this.attributes_.href = given;
  }
  get src() {
    return this.attributes_.src || "";
  }
  set src(given) {
    this.setAttribute("src", given);
  }
  get action() {
    return this.attributes_.action || "";
  }
  set action(given) {
    this.kept.action = given;
  }
  get method() {
    return this.attributes_.method || "get";
  }
  set method(given) {
    this.kept.method = given;
  }
  get form() {
    let node = this;
    while (node && node.localName !== "form") node = node.parentNode;
    return node;
  }
  get elements() {
    return named(matching("input,select,textarea", this));
  }
  get contentWindow() {
    return frameWindow(this);
  }
  getAttribute(name) {
    return name in this.attributes_ ? this.attributes_[name] : null;
  }
  hasAttribute(name) {
    return name in this.attributes_;
  }
  setAttribute(name, given) {
    if (name === "src" && /^i?frame$/.test(this.localName)) return go(given, true);
    if (name === "src" && this.localName === "script" && /\.js(?:\?|$)/.test(textOf(given)))
      return loadFile(textOf(given), () => attempt(this.onload));
    if (name === "src" && this.localName === "script")
      return ask("GET", given, null, false, [this.onload, calledBack(textOf(given))]);
    this.attributes_[name] = given;
  }
  removeAttribute(name) {
    delete this.attributes_[name];
  }
  insertAdjacentHTML(where, html) {
    build(html, this);
  }
  appendChild(child) {
    if (child && child.localName === "iframe" && child.attributes_.src) go(child.attributes_.src, true);
    if (child && child.localName === "a" && child.attributes_.href) written(child);
    return child;
  }
  insertBefore(child) {
    return child;
  }
  removeChild(child) {
    return child;
  }
  addEventListener(kind, f) {
    onScroll(kind, f);
    (this.handlers[kind] = this.handlers[kind] || []).push(f);
  }
  attachEvent(kind, f) {
    this.addEventListener(kind.replace(/^on/, ""), f);
  }
  querySelectorAll(selector) {
    return matching(selector, this);
  }
  querySelector(selector) {
    return matching(selector, this)[0] || null;
  }
  getElementsByTagName(tag) {
    return matching(tag, this);
  }
  getElementsByClassName(name) {
    return matching("." + name, this);
  }
  closest(selector) {
    let node = this;
    while (node && !fits(node, selector)) node = node.parentNode;
    return node || null;
  }
  matches(selector) {
    return fits(this, selector);
  }
  focus() {}
  blur() {}
  reset() {}
  scrollIntoView() {}
  getBoundingClientRect() {
    return { top: 0, bottom: 0, left: 0, right: 0, width: 1000, height: 0 };
  }
  remove() {}
  click() {
    fire(this, "click");
  }
  fields() {
    return matching("input,select,textarea", this)
      .filter(
        (node) =>
          node.name && !/^(?:submit|button|image|reset|file|checkbox|radio)$/i.test(node.attributes_.type || ""),
      )
      .map((node) => [node.name, node.value]);
  }
  submit() {
    const method = textOf(this.kept.method || this.method).toUpperCase() === "POST" ? "POST" : "GET";
    const target = textOf("action" in this.kept ? this.kept.action : this.action) || scene.url.split(/[?#]/)[0];
    const body = this.fields()
      .map(([name, value]) => encodeURIComponent(name) + "=" + encodeURIComponent(textOf(value)))
      .join("&");
    ask(method, target, body, false, []);
  }
}
// The function of the page that an answer in JSONP calls, by its name in the address.
const calledBack = (address) => {
  const name = /[?&]\w*(?:callback|cb)\w*=([\w$]+)/i.exec(address);
  return name ? (answer) => attempt(globalThis[name[1]], answer) : undefined;
};
// A link that a script makes of elements.
function written(link) {
  const was = label;
  label = words(link) || textOf(link.kept.html);
  if (showing >= 0 && hasFields(textOf(link.attributes_.href))) said.asks[showing].shown = true;
  go(link.attributes_.href);
  label = was;
}
const intoFrame = (url) => go(url, true);
const frameWindow = (frame) => ({
  get location() {
    return placeOf(intoFrame);
  },
  set location(url) {
    intoFrame(url);
  },
  document: anything,
});
const placeOf = (goes) => ({
  set href(url) {
    goes(url);
  },
  get href() {
    return scene.url;
  },
  assign: goes,
  replace: goes,
  reload() {},
  search: "",
  hash: "",
});

// Elements by name: form.page, document.forms.list.
function named(elements) {
  return new Proxy(elements, {
    get: (list, name) =>
      typeof name === "string" && !(name in list) ? list.find((e) => e.id === name || e.name === name) : list[name],
  });
}

// The play itself: the page as it loads, then the clicks.
const timed = (f) => {
  if (typeof f === "function") ready.push(f);
  else if (typeof f === "string") ready.push(new Function(f));
  return 0;
};

// Modules are not there: what a page does with them is.
const loaded = (...given) => {
  const f = given.find((one) => typeof one === "function");
  if (f) attempt(f, ...Array(9).fill(anything));
  return anything;
};

function begin(given) {
  scene = given;
  given.elements.forEach(([tag, attributes, parent, own]) => {
    const node = new Element(tag, attributes, parent < 0 ? null : all[parent], own);
    all.push(node);
  });
  const parts = /^(https?:)\/\/([^/?#]*)([^?#]*)(\?[^#]*)?(#.*)?$/.exec(given.url) || [];
  const place = {
    protocol: parts[1] || "",
    host: parts[2] || "",
    hostname: (parts[2] || "").split(":")[0],
    pathname: parts[3] || "/",
    search: parts[4] || "",
    hash: parts[5] || "",
    origin: (parts[1] || "") + "//" + (parts[2] || ""),
    get href() {
      return given.url;
    },
    set href(url) {
      go(url);
    },
    assign: go,
    replace: go,
    reload() {},
    toString: () => given.url,
  };
  Object.defineProperty(globalThis, "location", { configurable: true, get: () => place, set: go });
  const self = {
    window: globalThis,
    self: globalThis,
    top: globalThis,
    // The page that a frame stands in: what it has is not known.
    parent: new Proxy(globalThis, { get: (own, name) => (name in own ? own[name] : anything) }),
    document,
    $,
    jQuery: $,
    fetch,
    axios,
    Vue,
    angular,
    layui,
    laypage,
    XMLHttpRequest,
    FormData,
    URLSearchParams,
    open: go,
    navigator: { userAgent: "Mozilla/5.0", platform: "", appName: "" },
    screen: { width: 1280, height: 900 },
    history: { pushState() {}, replaceState() {}, back() {}, go() {} },
    localStorage: storage(),
    sessionStorage: storage(),
    setTimeout: timed,
    setInterval: timed,
    clearTimeout() {},
    clearInterval() {},
    requestAnimationFrame: timed,
    require: loaded,
    requirejs: loaded,
    define: loaded,
    seajs: { use: loaded, config() {} },
    alert() {},
    confirm: () => true,
    prompt: () => "",
    addEventListener(kind, f) {
      if (/^(?:load|DOMContentLoaded)$/.test(kind)) ready.push(f);
      if (kind === "hashchange") hashes.push(f);
      onScroll(kind, f);
    },
    attachEvent(kind, f) {
      if (kind === "onload") ready.push(f);
    },
    console: { log() {}, error() {}, warn() {}, info() {} },
    frames: new Proxy(
      {},
      {
        get: (_, name) => {
          const frame = all.find(
            (node) => /^i?frame$/.test(node.localName) && (node.name === name || node.id === name),
          );
          return frame ? frameWindow(frame) : undefined;
        },
      },
    ),
    atob: (text) => (isField(text) ? text : unpacked(textOf(text))),
    btoa: (text) => text,
    pageYOffset: 1e6,
    scrollY: 1e6,
    innerHeight: 900,
    getComputedStyle: () => anything,
    Promise: Object.assign(
      function (f) {
        let given;
        attempt(
          f,
          (value) => {
            given = value;
          },
          () => {},
        );
        return promiseOf(given, showing);
      },
      {
        all: (list) => promiseOf(list, showing),
        resolve: (value) => promiseOf(value, showing),
        reject: () => promiseOf(undefined, -1),
      },
    ),
    MM_jumpMenu: (target, menu) => go(menu.value),
    MM_openBrWindow: go,
  };
  Object.assign(globalThis, self);
  const parse_ = JSON.parse;
  JSON.parse = (text, ...rest) =>
    isField(text) ? text : typeof text === "string" && hasFields(text) ? field("answer") : parse_(text, ...rest);
  globalThis.eval = (text) =>
    isField(text) || (typeof text === "string" && hasFields(text)) ? field("answer") : evaluate(text);
  const number = (parse) => (value) => (isField(value) ? 30 : parse(value));
  globalThis.parseInt = number(parseInt);
  globalThis.Number = Object.assign(number(Number), { isInteger: Number.isInteger, MAX_VALUE: 1e300 });
  const encode = encodeURIComponent;
  globalThis.encodeURIComponent = (value) => (hasFields(textOf(value)) ? textOf(value) : encode(textOf(value)));
  globalThis.encodeURI = (value) => textOf(value);
  globalThis.escape = (value) => textOf(value);
  globalThis.unescape = (value) => textOf(value);
}
// What a script has as text: an expression, or statements (packed scripts, files), whose names are the page's.
const global_ = (0, eval);
const evaluate = (text) => {
  try {
    return (0, Function)("return (" + text + "\n)")();
  } catch (error) {
    return error instanceof SyntaxError ? global_(text) : undefined;
  }
};
// Base64, as addresses are hidden in.
const SIXTY_FOUR = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
function unpacked(text) {
  let made = "",
    bits = 0,
    held = 0;
  for (const sign of text.replace(/[\s=]/g, "")) {
    const at = SIXTY_FOUR.indexOf(sign);
    if (at < 0) return text;
    bits = ((bits << 6) | at) & 0xffff;
    held += 6;
    if (held >= 8) {
      held -= 8;
      made += String.fromCharCode((bits >> held) & 0xff);
    }
  }
  return made;
}
const storage = () => {
  const kept = {};
  return {
    getItem: (name) => (name in kept ? kept[name] : null),
    setItem(name, value) {
      kept[name] = value;
    },
    removeItem(name) {
      delete kept[name];
    },
  };
};

// Where a template takes a field of a row: {{ v.id }}, <%= v.id %>, ${v.id}, [[v.id]].
const PLACES = /(?:\{\{[{=#-]?|<%[=#-]?|\$\{|\[\[)\s*([A-Za-z_$](?:[\w$.]|\[\w+\])*)\s*(?:\|[^}%\]]*)?(?:\}\}\}?|%>|\}|\]\])/g;
function load() {
  const drain = () => {
    for (let at = 0; at < ready.length && at < 200; at += 1) {
      showing = -1;
      attempt(() => ready[at].call(globalThis, $));
    }
    ready.length = 0;
  };
  drain();
  attempt(globalThis.onload);
  onScroll("scroll", globalThis.onscroll);
  if (typeof globalThis.onhashchange === "function") hashes.push(globalThis.onhashchange);
  for (const text of scene.templates)
    build(
      text.replace(PLACES, (whole, name) => OPEN + name.split(".").pop() + CLOSE),
      null,
    );
  if (scene.onload) attempt(() => new Function(scene.onload)());
  drain();
}

const OURS = new Set(Object.getOwnPropertyNames(globalThis));

return {
  begin(given) {
    begin(given);
    for (const name of Object.getOwnPropertyNames(globalThis)) OURS.add(name);
  },
  next() {
    showing = -1;
  },
  lack(name) {
    if (name in globalThis) return false;
    globalThis[name] = anything;
    return true;
  },
  finish(most) {
    load();
    declared();
    const state = kept();
    scrolled(state);
    clicks(most, state);
    second(state);
    rows();
    return JSON.stringify({ ...said, records: records() });
  },
  field,
};

// The play itself: the page as it loads, then every element that does something when it is clicked or chosen.
const document = new Proxy(
  {
    getElementById: (id) => all.find((node) => node.id === id) || null,
    getElementsByName: (name) => all.filter((node) => node.name === name),
    getElementsByTagName: (tag) => matching(tag),
    getElementsByClassName: (name) => matching("." + name),
    querySelector: (selector) => matching(selector)[0] || null,
    querySelectorAll: (selector) => matching(selector),
    createElement: (tag) => new Element(String(tag).toLowerCase(), {}, null, ""),
    createTextNode: (text) => text,
    write: (html) => build(html, null),
    writeln: (html) => build(html, null),
    addEventListener(kind, f) {
      if (kind === "DOMContentLoaded") ready.push(f);
      else if (kind === "click")
        handlers.push({ kind, selector: "*", root: null, f: (e) => f.call(document, e || anything) });
    },
    attachEvent() {},
    cookie: "",
    title: "",
    readyState: "complete",
    referrer: "",
    domain: "",
    head: null,
    body: null,
    documentElement: null,
  },
  {
    get(o, name) {
      if (name in o && o[name] !== null) return o[name];
      if (name === "forms") return named(matching("form"));
      if (name === "body" || name === "head" || name === "documentElement") return new Element(name, {}, null, "");
      if (name === "location") return globalThis.location;
      if (name === "all") return named(all);
      return typeof name === "string"
        ? all.find((node) => /^(?:form|iframe)$/.test(node.localName) && node.name === name)
        : undefined;
    },
    set(o, name, value) {
      if (name === "location") go(value);
      else if (name === "onclick") return true;
      else o[name] = value;
      return true;
    },
  },
);
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
    atob: (text) => text,
    btoa: (text) => text,
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
    isField(text) || (typeof text === "string" && hasFields(text))
      ? field("answer")
      : (0, Function)("return " + text)();
  const number = (parse) => (value) => (isField(value) ? 30 : parse(value));
  globalThis.parseInt = number(parseInt);
  globalThis.Number = Object.assign(number(Number), { isInteger: Number.isInteger, MAX_VALUE: 1e300 });
  const encode = encodeURIComponent;
  globalThis.encodeURIComponent = (value) => (hasFields(textOf(value)) ? textOf(value) : encode(textOf(value)));
  globalThis.encodeURI = (value) => textOf(value);
  globalThis.escape = (value) => textOf(value);
  globalThis.unescape = (value) => textOf(value);
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
const PLACES = /(?:\{\{[{=#-]?|<%[=#-]?|\$\{|\[\[)\s*([A-Za-z_$][\w$.]*)\s*(?:\|[^}%\]]*)?(?:\}\}\}?|%>|\}|\]\])/g;
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
  for (const text of scene.templates)
    build(
      text.replace(PLACES, (whole, name) => OPEN + name.split(".").pop() + CLOSE),
      null,
    );
  if (scene.onload) attempt(() => new Function(scene.onload)());
  drain();
}

// Each click begins with the page as it was loaded.
function kept() {
  const globals = Object.keys(globalThis)
    .filter((name) => /^(?:string|number|boolean)$/.test(typeof globalThis[name]) && name !== "location")
    .map((name) => [name, globalThis[name]]);
  return {
    globals,
    count: all.length,
    values: all.map((node) => ({ ...node.kept })),
    vms: components.map((c) =>
      Object.entries(c.vm)
        .filter(([, value]) => typeof value !== "function" || isField(value))
        .map(([name, value]) => [name, value, copyOf(value)]),
    ),
  };
}
// What an object of plain values is as text, or "".
function copyOf(value) {
  if (!value || typeof value !== "object" || isField(value) || value === anything) return "";
  const text = attempt(() => JSON.stringify(value)) || "";
  return text.length < 5000 && !hasFields(text) ? text : "";
}
function restore(state) {
  all.length = state.count;
  state.globals.forEach(([name, value]) => {
    globalThis[name] = value;
  });
  state.values.forEach((value, at) => {
    all[at].kept = { ...value };
  });
  state.vms.forEach((values, at) =>
    values.forEach(([name, value, copy]) =>
      attempt(() => {
        if (copy) Object.assign(value, JSON.parse(copy));
        components[at].vm[name] = value;
      }),
    ),
  );
}
function clicks(most, state) {
  let left = most;
  clicked = true;
  const play = (node, f, name = words(node)) => {
    if (left-- <= 0) return;
    label = name;
    showing = node.showing;
    f();
    for (let at = 0; at < ready.length && at < 20; at += 1) attempt(ready[at]);
    ready.length = 0;
    restore(state);
  };
  const watches = (node) =>
    node.handlers.click ||
    node.onclick ||
    node.attributes_.onclick ||
    handlers.some((w) => w.kind === "click" && w.selector !== "*" && fits(node, w.selector));
  const submits = (node) =>
    node.localName === "button"
      ? !/^(?:button|reset)$/.test(node.attributes_.type || "")
      : /^(?:submit|image)$/i.test(node.attributes_.type || "");
  // Buttons that start a query with what menus have chosen.
  const starters = all
    .filter(
      (node) =>
        /^(?:input|button|a|span|div|img)$/.test(node.localName) &&
        /^(?:查\s*[询看]|检\s*索|搜\s*索|确\s*定|筛\s*选|提\s*交|转\s*到|go)$/i.test(words(node)) &&
        (watches(node) || (submits(node) && node.form)),
    )
    .slice(0, 2);
  for (const node of [...all]) {
    const attributes = node.attributes_;
    const script = /^\s*javascript:(?!\s*(?:void\b|;|$))/i.test(attributes.href || "") ? attributes.href : "";
    if (
      node.localName === "select" &&
      (attributes.onchange ||
        node.handlers.change ||
        handlers.some((w) => w.kind === "change" && fits(node, w.selector)))
    ) {
      for (const option of node.options)
        if (!("selected" in option.attributes_))
          play(option, () => {
            node.kept.value = option.value;
            fire(node, "change");
          });
      continue;
    }
    if (node.localName === "select" && node.options.length > 2 && starters.length)
      for (const option of node.options)
        if (option.value && !("selected" in option.attributes_))
          play(option, () => {
            node.kept.value = option.value;
            starters.forEach((one) => {
              if (watches(one)) fire(one, "click");
              else if (one.form === node.form) one.form.submit();
            });
          });
    const watched = watches(node);
    if (script || watched)
      play(node, () => {
        if (watched) fire(node, "click");
        if (script) runHandler(node, script);
      });
    for (const name of ["data-url", "data-src", "data-href", "data-link"])
      if (attributes[name] && !watched && /[/.?]/.test(attributes[name])) play(node, () => go(attributes[name]));
    templates(node, play);
  }
  clicked = false;
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
    const state = kept();
    clicks(most, state);
    second(state);
    rows();
    return JSON.stringify({ ...said, records: records() });
  },
  field,
};

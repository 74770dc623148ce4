// The document: its elements by id, name, tag, class and selector, and what a script writes into it.
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

// jQuery, as far as list scripts call it.
let scene = { url: "", path: "", elements: [] };
const ready = [],
  components = [];

class Picked {
  constructor(list) {
    this.list = list;
    this.length = list.length;
    list.forEach((one, at) => {
      this[at] = one;
    });
  }
  each(f) {
    this.list.forEach((one, at) => attempt(() => f.call(one, at, one)));
    return wrap(this);
  }
  map(f) {
    return wrap(new Picked(this.list.map((one, at) => f.call(one, at, one))));
  }
  get(at) {
    return at === undefined ? this.list : this.list[at];
  }
  toArray() {
    return this.list;
  }
  eq(at) {
    return pick(this.list.slice(at, at + 1 || undefined));
  }
  first() {
    return this.eq(0);
  }
  last() {
    return pick(this.list.slice(-1));
  }
  find(selector) {
    return pick(
      this.list.flatMap((one) =>
        isField(one) ? [field(String(selector))] : one.querySelectorAll ? matching(selector, one) : [],
      ),
    );
  }
  children(selector) {
    return pick(
      this.list.flatMap((one) =>
        isField(one)
          ? [selector ? field(selector) : one]
          : (one.children || []).filter((c) => !selector || fits(c, selector)),
      ),
    );
  }
  parent() {
    return pick(this.list.map((one) => one.parentNode).filter(Boolean));
  }
  parents(selector) {
    return this.closest(selector);
  }
  closest(selector) {
    return pick(this.list.map((one) => (one.closest ? one.closest(selector) : one)).filter(Boolean));
  }
  siblings(selector) {
    return pick(
      this.list.flatMap((one) =>
        one.parentNode ? one.parentNode.children.filter((c) => c !== one && (!selector || fits(c, selector))) : [],
      ),
    );
  }
  next() {
    return this.beside(1);
  }
  prev() {
    return this.beside(-1);
  }
  beside(step) {
    return pick(
      this.list
        .map((one) => {
          const all_ = one.parentNode ? one.parentNode.children : [];
          return all_[all_.indexOf(one) + step];
        })
        .filter(Boolean),
    );
  }
  filter(by) {
    return pick(this.list.filter((one) => (typeof by === "function" ? by.call(one) : one.matches && one.matches(by))));
  }
  not(by) {
    return pick(this.list.filter((one) => !(typeof by === "string" && one.matches && one.matches(by))));
  }
  is(selector) {
    return this.list.some((one) => one.matches && one.matches(selector));
  }
  hasClass(name) {
    return this.list.some((one) => one.className && one.className.split(/\s+/).includes(name));
  }
  index() {
    const one = this.list[0];
    return one && one.parentNode ? one.parentNode.children.indexOf(one) : -1;
  }
  size() {
    return this.list.length;
  }
  attr(name, given) {
    if (given === undefined && typeof name === "string") {
      const one = this.list[0];
      return one === undefined
        ? undefined
        : isField(one)
          ? field(name)
          : one.getAttribute
            ? (one.getAttribute(name) ?? undefined)
            : undefined;
    }
    const pairs = typeof name === "object" ? Object.entries(name) : [[name, given]];
    this.list.forEach((one) => one.setAttribute && pairs.forEach(([key, value]) => one.setAttribute(key, value)));
    return wrap(this);
  }
  prop(name, given) {
    if (given === undefined) {
      const one = this.list[0];
      return one ? one[name] : undefined;
    }
    return this.attr(name, given);
  }
  data(name, given) {
    const one = this.list[0];
    if (given !== undefined) {
      this.list.forEach((node) => node.setAttribute && node.setAttribute("data-" + name, given));
      return wrap(this);
    }
    if (!one) return undefined;
    if (isField(one)) return field(name);
    if (name === undefined) return one.dataset;
    const found = one.getAttribute && one.getAttribute("data-" + name.replace(/[A-Z]/g, (c) => "-" + c.toLowerCase()));
    return found === null || found === undefined
      ? undefined
      : /^(0|[1-9]\d{0,14})$/.test(found)
        ? Number(found)
        : found;
  }
  val(given) {
    if (given === undefined) {
      const one = this.list[0];
      return one === undefined ? undefined : isField(one) ? one : one.value;
    }
    this.list.forEach((one) => {
      if (!isField(one)) one.value = given;
    });
    return wrap(this);
  }
  text(given) {
    if (given === undefined || given === null) {
      const one = this.list[0];
      return one === undefined ? "" : isField(one) ? one : one.textContent;
    }
    return wrap(this);
  }
  html(given) {
    if (given === undefined) {
      const one = this.list[0];
      return one === undefined ? "" : isField(one) ? one : one.innerHTML;
    }
    this.list.forEach((one) => build(given, one));
    return wrap(this);
  }
  load(url, data, done) {
    if (typeof url === "function") {
      ready.push(url);
      return wrap(this);
    }
    if (this.list.length)
      ask(
        data && typeof data === "object" ? "POST" : "GET",
        String(textOf(url)).split(/\s/)[0],
        typeof data === "function" ? null : data,
        false,
        [() => said.asks[said.asks.length - 1] && (said.asks[said.asks.length - 1].shown = true), data, done],
      );
    return wrap(this);
  }
  on(kinds, selector, data, f) {
    const done = [selector, data, f].find((one) => typeof one === "function");
    for (const kind of String(kinds).split(/\s+/)) {
      const bare = kind.split(".")[0];
      onPage(bare, done);
      onScroll(bare, done);
      onNode(bare, done);
      if (bare === "hashchange") hashes.push(done);
      if (typeof selector === "string")
        handlers.push({ kind: bare, selector, root: this.list[0] instanceof Element ? this.list[0] : null, f: done });
      else
        this.list.forEach((one) => {
          if (one instanceof Element) one.addEventListener(bare, done);
          else if (one === document || one === globalThis) (bare === "load" || bare === "ready") && ready.push(done);
        });
    }
    return wrap(this);
  }
  bind(kinds, f) {
    return this.on(kinds, f);
  }
  live(kinds, f) {
    handlers.push({ kind: kinds, selector: this.selector || "*", root: null, f });
    return wrap(this);
  }
  delegate(selector, kinds, f) {
    return this.on(kinds, selector, f);
  }
  scroll(f) {
    return this.happens("scroll", f);
  }
  click(f) {
    return this.happens("click", f);
  }
  change(f) {
    return this.happens("change", f);
  }
  happens(kind, f) {
    if (typeof f === "function") return this.on(kind, f);
    this.list.forEach((one) => one instanceof Element && fire(one, kind));
    return wrap(this);
  }
  trigger(kind) {
    return this.happens(kind);
  }
  ready(f) {
    ready.push(f);
    return wrap(this);
  }
  submit(f) {
    if (typeof f === "function") return wrap(this);
    this.list.forEach((one) => one.submit && one.submit());
    return wrap(this);
  }
  serialize() {
    return this.list
      .map((one) =>
        one.fields
          ? one
              .fields()
              .map(([n, v]) => encodeURIComponent(n) + "=" + encodeURIComponent(textOf(v)))
              .join("&")
          : "",
      )
      .join("&");
  }
  serializeArray() {
    return this.list.flatMap((one) => (one.fields ? one.fields().map(([name, value]) => ({ name, value })) : []));
  }
  *[Symbol.iterator]() {
    yield* this.list;
  }
}
for (const name of ["append", "prepend", "before", "after", "replaceWith"])
  Picked.prototype[name] = function (given) {
    if (given instanceof Picked)
      given.list.forEach(
        (one) => one instanceof Element && one.attributes_.src && this.list[0] && this.list[0].appendChild(one),
      );
    else this.list.forEach((one) => build(given, one));
    return wrap(this);
  };
for (const name of [
  "addClass",
  "removeClass",
  "toggleClass",
  "show",
  "hide",
  "css",
  "empty",
  "remove",
  "appendTo",
  "prependTo",
  "insertAfter",
  "insertBefore",
  "off",
  "unbind",
  "animate",
  "fadeIn",
  "fadeOut",
  "slideToggle",
  "slideUp",
  "slideDown",
  "stop",
  "focus",
  "blur",
  "toggle",
  "removeAttr",
  "hover",
  "keydown",
  "keyup",
  "clone",
  "end",
  "add",
])
  Picked.prototype[name] = function () {
    return wrap(this);
  };
// Everything has been scrolled to its end.
for (const [name, size] of Object.entries({ width: 1000, height: 900, scrollTop: 1e6 }))
  Picked.prototype[name] = function (given) {
    return given === undefined ? size : wrap(this);
  };

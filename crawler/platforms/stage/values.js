// Values that nothing is known of, and what was asked for. Loaded first; see rehearsal.py.
"use strict";
const OPEN = "\u0001",
  CLOSE = "\u0002",
  UNKNOWN = "\u0003",
  MOST = 400;
const said = { asks: [], goes: [], files: [] };
let label = "",
  clicked = false,
  probe = false,
  depth = 0;

// Anything: a name that no script of the page defines. Whatever is done with it gives itself again. A function of that
// kind that a click calls with an address most likely goes there; one that is given functions may turn pages by them.
const ADDRESS = /^(?:https?:\/\/|\.{0,2}\/)[^\s<>"']+$|^[^\s<>"':]+\.(?:s?html?|jspx?|aspx?|php|do)(?:\?[^\s<>"']*)?$/;
// What a script puts into an address where it was handed something else than it takes.
const UNDEFINED = /undefined|NaN|\[object/;
let hands = 60,
  lately = null;
const handed = (one) => {
  if (hands > 0 && one && one !== anything && /^(?:object|function)$/.test(typeof one) && !isField(one)) {
    hands -= 1;
    turn(one);
  }
};
const anything = new Proxy(function () {}, {
  get(_, name) {
    if (name === Symbol.toPrimitive) return (hint) => (hint === "number" ? 0 : UNKNOWN);
    if (name === Symbol.iterator) return function* () {};
    if (name === "length") return 0;
    if (name === "toString" || name === "valueOf" || name === "toJSON") return () => UNKNOWN;
    if (name === "then") return undefined;
    return anything;
  },
  set: (_, name, value) => {
    handed(value);
    if (typeof value === "function" && !isField(value)) lately = value;
    return true;
  },
  has: () => true,
  apply: (_, self, args) => {
    if (clicked)
      args.forEach((one) => {
        if (typeof one === "string" && ADDRESS.test(one)) go(one);
      });
    args.forEach(handed);
    // pageNav.fn = …; pageNav.go(1, 9): the number of pages comes after what is done with one.
    if (lately && args.length > 1 && args.every((one) => Number.isInteger(one) && one < 200))
      turn({ pages: Math.max(...args), turn: lately });
    args.forEach((one) => typeof one === "string" && /<a\s/i.test(one) && build(one, null));
    return anything;
  },
  construct: (_, args) => {
    args.forEach(handed);
    return anything;
  },
  deleteProperty: () => true,
});

// Fields: what an answer will hold. As text a field is its own name between two marks, as an array it has one element.
const SAME = new Set(["firstChild", "nodeValue", "textContent", "childNodes", "0", "data()", "value()"]);
const fields = new WeakMap();
const isField = (value) =>
  (typeof value === "function" || typeof value === "object") && value !== null && fields.has(value);
const nameOf = (value) => fields.get(value);
const LISTS = {
  forEach: (one) => (f) => void f(one, 0, one),
  map: (one) => (f) => [f(one, 0, one)],
  filter: (one) => (f) => (f(one, 0, one), [one]),
  find: (one) => () => one,
  some: (one) => (f) => !!f(one, 0),
  every: (one) => (f) => !!f(one, 0),
  concat: (one) => () => [one],
  each: (one) => (f) => f.call(one, 0, one),
  reduce: (one) => (f, first) => (first === undefined ? one : f(first, one, 0)),
  join: (one) => () => String(one),
  split: (one) => () => [one, one, one],
  indexOf: () => () => -1,
  includes: () => () => false,
  startsWith: () => () => false,
  endsWith: () => () => false,
  test: () => () => false,
  match: () => () => null,
  push: () => () => 1,
  charAt: (one) => () => one,
  getFullYear: () => () => 2020,
  getTime: () => () => 0,
  hasOwnProperty: () => () => true,
};
function field(name) {
  const known = new Map();
  const target = function () {};
  const made = new Proxy(target, {
    get(_, key) {
      if (key === Symbol.toPrimitive) return (hint) => (hint === "number" ? 30 : OPEN + name + CLOSE);
      if (key === Symbol.iterator)
        return function* () {
          yield made;
        };
      if (key === "length") return 1;
      if (key === "toString" || key === "valueOf") return () => OPEN + name + CLOSE;
      if (key === "toJSON") return () => OPEN + name + CLOSE;
      if (typeof key === "symbol" || key === "then" || key === "nodeType") return undefined;
      if (key in LISTS) return LISTS[key](made);
      if (SAME.has(key)) return made;
      if (/^\d+$/.test(key)) return undefined;
      if (!known.has(key)) known.set(key, field(key));
      return known.get(key);
    },
    set(_, key, value) {
      known.set(key, value);
      return true;
    },
    has: () => true,
    ownKeys: () => ["prototype"],
    // substring(0, 10), trim(), getElementsByTagName("id"): the field itself, or what is asked of it by name.
    apply(_, self, args) {
      if (/^get(Elements?|Attribute)/.test(name) && typeof args[0] === "string") return field(args[0]);
      return isField(self) ? self : made;
    },
  });
  fields.set(made, name);
  return made;
}
const hasFields = (text) => text.includes(OPEN) || text.includes("\\u0001");

// Runs what may fail. A name that nobody defines is anything, and the function begins anew.
const attempt = (f, ...args) => {
  if (typeof f !== "function" || depth > 12) return undefined;
  depth += 1;
  try {
    for (let times = 0; times < 8; times += 1) {
      try {
        return f(...args);
      } catch (error) {
        if (!lack(error)) return undefined;
      }
    }
  } finally {
    depth -= 1;
  }
  return undefined;
};
function lack(error) {
  const missing = error instanceof ReferenceError && /^'?([\w$]+)'? is not defined/.exec(error.message);
  if (!missing || missing[1] in globalThis) return false;
  globalThis[missing[1]] = anything;
  return true;
}
const textOf = (value) =>
  value === undefined || value === null
    ? ""
    : value === anything
      ? UNKNOWN
      : isField(value)
        ? OPEN + nameOf(value) + CLOSE
        : String(value);

function query(data) {
  if (data === undefined || data === null || data === anything) return "";
  if (typeof data === "string" || isField(data)) return textOf(data);
  if (data instanceof FormData || data instanceof URLSearchParams) return data.toString();
  const pairs = [];
  const add = (name, value) =>
    pairs.push(
      encodeURIComponent(name) +
        "=" +
        encodeURIComponent(textOf(typeof value === "function" && !isField(value) ? attempt(value) : value)),
    );
  if (Array.isArray(data)) data.forEach((one) => one && add(one.name, one.value));
  else
    for (const name of Object.keys(data)) {
      const value = data[name];
      if (Array.isArray(value)) value.forEach((one) => add(name + "[]", one));
      else if (value && typeof value === "object" && typeof value.valueOf() === "object" && !isField(value) && value !== anything)
        for (const inner of Object.keys(value)) add(name + "[" + inner + "]", value[inner]);
      else add(name, value);
    }
  return pairs.join("&");
}

// A request that the page would send. What the page does with the answer is done with fields at once: it shows how a
// row's address is made. Gives the number of the request.
function ask(method, url, data, json, done) {
  const address = textOf(url);
  if (!address || UNDEFINED.test(address) || said.asks.length >= MOST) return;
  const number = said.asks.length;
  const body = (typeof data === "string" ? data : json ? JSON.stringify(data) : query(data)) || "";
  const joined = method === "GET" && body ? address + (address.includes("?") ? "&" : "?") + body : address;
  said.asks.push({
    method,
    url: joined,
    body: method === "GET" ? "" : body,
    json: method === "POST" && (!!json || /^\s*[{[]/.test(body)),
    label,
    clicked,
    probe,
    shown: false,
  });
  const before = showing;
  showing = number;
  try {
    done.forEach((f) => attempt(f, field("answer")));
  } finally {
    showing = before;
  }
}
let showing = -1;

// Where the page would go, or what it puts into a ``frame``.
function go(url, frame = false) {
  const address = textOf(url).trim();
  if (
    address &&
    !UNDEFINED.test(address) &&
    !/[<>"{}]/.test(address) &&
    !/^(?:javascript|about|mailto|tel|data):/i.test(address) &&
    said.goes.length < MOST
  )
    said.goes.push({ url: address, label, clicked, probe, showing, frame: frame === true });
}
class FormData {
  constructor(form) {
    this.pairs = form && form.fields ? form.fields() : [];
  }
  append(name, value) {
    this.pairs.push([name, value]);
  }
  set(name, value) {
    this.delete(name);
    this.append(name, value);
  }
  delete(name) {
    this.pairs = this.pairs.filter((pair) => pair[0] !== name);
  }
  get(name) {
    const found = this.pairs.find((pair) => pair[0] === name);
    return found ? found[1] : null;
  }
  has(name) {
    return this.pairs.some((pair) => pair[0] === name);
  }
  toString() {
    return this.pairs
      .map(([name, value]) => encodeURIComponent(name) + "=" + encodeURIComponent(textOf(value)))
      .join("&");
  }
}
class URLSearchParams extends FormData {
  constructor(given) {
    super();
    if (typeof given === "string")
      for (const pair of given.replace(/^\?/, "").split("&")) {
        const at = pair.indexOf("=");
        if (pair)
          this.append(
            at < 0 ? pair : pair.slice(0, at),
            at < 0 ? "" : attempt(decodeURIComponent, pair.slice(at + 1).replace(/\+/g, " ")) || "",
          );
      }
    else if (given && typeof given === "object" && given !== anything)
      for (const name of Object.keys(given)) this.append(name, given[name]);
  }
}

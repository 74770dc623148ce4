// The promise of an answer, and the answer itself: what follows an await goes on with it at once (scene.py).
function send(method, url, data, json, given) {
  const number = said.asks.length;
  ask(method, url, data, json, given);
  showing = number;
  return promiseOf(field("answer"), number);
}
function promiseOf(value, number) {
  const later = (f) => {
    const before = showing;
    showing = number;
    try {
      return attempt(f, value);
    } finally {
      showing = before;
    }
  };
  const goOn = (f) => {
    const got = later(f);
    return promiseOf(got === undefined ? value : got, number);
  };
  const same = () => p,
    stay = (f) => {
      later(f);
      return p;
    };
  const own = {
    then: goOn,
    done: stay,
    success: stay,
    always: stay,
    catch: same,
    fail: same,
    error: same,
    finally: same,
    complete: same,
  };
  const p = new Proxy(function () {}, {
    get: (_, name) => (name in own ? own[name] : value === null || value === undefined ? undefined : value[name]),
    apply: () => value,
  });
  if (isField(value)) fields.set(p, nameOf(value));
  return p;
}
$.ajax = (url, given) => {
  const o = typeof url === "object" ? url : { ...given, url };
  const json = /json/i.test(String(o.contentType || ""));
  const method = String(o.type || o.method || "GET").toUpperCase() === "POST" ? "POST" : "GET";
  if (o.dataType === "jsonp" && o.jsonp !== false)
    o.url =
      textOf(o.url) +
      (textOf(o.url).includes("?") ? "&" : "?") +
      (o.jsonp || "callback") +
      "=" +
      (o.jsonpCallback && typeof o.jsonpCallback === "string" ? o.jsonpCallback : "jsonp");
  attempt(o.beforeSend);
  return send(method, o.url, o.data, json && method === "POST", [o.success && o.success.bind(o), o.complete]);
};
const short = (method) => (url, data, done) =>
  typeof data === "function" && !isField(data)
    ? send(method, url, null, false, [data])
    : send(method, url, data, false, [done]);
Object.assign($, {
  get: short("GET"),
  getJSON: short("GET"),
  post: short("POST"),
  getScript: (url, done) => loadFile(textOf(url), done),
  parseJSON: (v) => JSON.parse(v),
  parseXML: (v) => v,
  trim: (v) => (isField(v) ? v : textOf(v).trim()),
  param: query,
  isFunction: (v) => typeof v === "function",
  isArray: Array.isArray,
  inArray: (v, list) => list.indexOf(v),
  noop() {},
  each(list, f) {
    if (isField(list)) f.call(list, 0, list);
    else if (Array.isArray(list) || list instanceof Picked) [...list].forEach((one, at) => f.call(one, at, one));
    else if (list && typeof list === "object") for (const k of Object.keys(list)) f.call(list[k], k, list[k]);
    return list;
  },
  map: (list, f) => (isField(list) ? [f(list, 0)] : [...list].map((one, at) => f(one, at))),
  grep: (list, f) => [...list].filter(f),
  extend: (...given) => {
    const list = given.filter((one) => one && typeof one === "object");
    return list.length === 1 ? Object.assign($.fn, list[0]) : Object.assign(...list);
  },
  fn: Picked.prototype,
  ajaxSetup() {},
  support: {},
  browser: {},
  when: (...given) => given[0] || promiseOf(undefined, -1),
  Deferred: () => anything,
  cookie: () => "",
});

// A script that the page loads itself: run where its text is there, else named.
function loadFile(url, done) {
  const path = url.split("?")[0].replace(/^(?:\.{0,2}\/)+/, "");
  const known = Object.keys(scene.files || {}).find((name) => path && name.split("?")[0].endsWith("/" + path));
  if (known) attempt(() => evaluate(scene.files[known]));
  else if (said.files.length < 5) said.files.push(url);
  if (known) attempt(done);
  return anything;
}

const fetch = (url, o = {}) =>
  send(
    String(o.method || "GET").toUpperCase() === "POST" ? "POST" : "GET",
    url,
    o.body,
    typeof o.body === "string" && /^\s*[{[]/.test(o.body),
    [],
  );
const axios = (url, given) => {
  const o = typeof url === "object" ? url : { ...given, url };
  return axios.request(o);
};
axios.request = (o) => {
  const base = axios.defaults.baseURL || o.baseURL || "";
  const post = String(o.method || "get").toUpperCase() === "POST";
  const params = query(o.params);
  const url = (/^(https?:)?\/\//.test(textOf(o.url)) ? "" : textOf(base).replace(/\/$/, "")) + textOf(o.url);
  return send(
    post ? "POST" : "GET",
    url + (params ? (url.includes("?") ? "&" : "?") + params : ""),
    post ? o.data : null,
    post && typeof o.data === "object" && !(o.data instanceof FormData),
    [],
  );
};
axios.get = (url, o) => axios.request({ ...o, url });
axios.post = (url, data, o) => axios.request({ ...o, url, data, method: "post" });
axios.create = (o) => {
  Object.assign(axios.defaults, o);
  return axios;
};
axios.defaults = { headers: { common: {}, post: {} } };
axios.interceptors = anything;
axios.all = (list) => promiseOf(list, showing);
axios.spread = (f) => (list) => f(...list);

class XMLHttpRequest {
  constructor() {
    Object.assign(this, {
      readyState: 4,
      status: 200,
      responseText: field("answer"),
      response: field("answer"),
      responseXML: field("answer"),
      heads: {},
    });
  }
  open(method, url) {
    Object.assign(this, { method: String(method).toUpperCase() === "POST" ? "POST" : "GET", url });
  }
  setRequestHeader(name, value) {
    this.heads[name.toLowerCase()] = value;
  }
  send(body) {
    ask(this.method, this.url, this.method === "POST" ? body : null, /json/.test(this.heads["content-type"] || ""), [
      () => attempt(() => this.onreadystatechange && this.onreadystatechange.call(this)),
      () => attempt(() => this.onload && this.onload.call(this)),
    ]);
  }
  addEventListener(kind, f) {
    if (kind === "load") this.onload = f;
  }
}

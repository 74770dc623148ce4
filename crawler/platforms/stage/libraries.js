// What scripts call: the document, jQuery, fetch, axios, Vue, layui. Names that are none of them are "anything".
let scene = {url: "", path: "", elements: []};
const ready = [], components = [];

class Picked {
  constructor(list) { this.list = list; this.length = list.length; list.forEach((one, at) => { this[at] = one; }); }
  each(f) { this.list.forEach((one, at) => attempt(() => f.call(one, at, one))); return wrap(this); }
  map(f) { return wrap(new Picked(this.list.map((one, at) => f.call(one, at, one)))); }
  get(at) { return at === undefined ? this.list : this.list[at]; }
  toArray() { return this.list; }
  eq(at) { return pick(this.list.slice(at, at + 1 || undefined)); }
  first() { return this.eq(0); }
  last() { return pick(this.list.slice(-1)); }
  find(selector) { return pick(this.list.flatMap(one => (isField(one) ? [field(String(selector))] : one.querySelectorAll ? matching(selector, one) : []))); }
  children(selector) { return pick(this.list.flatMap(one => (isField(one) ? [selector ? field(selector) : one] : (one.children || []).filter(c => !selector || fits(c, selector))))); }
  parent() { return pick(this.list.map(one => one.parentNode).filter(Boolean)); }
  parents(selector) { return this.closest(selector); }
  closest(selector) { return pick(this.list.map(one => (one.closest ? one.closest(selector) : one)).filter(Boolean)); }
  siblings(selector) { return pick(this.list.flatMap(one => (one.parentNode ? one.parentNode.children.filter(c => c !== one && (!selector || fits(c, selector))) : []))); }
  next() { return this.beside(1); }
  prev() { return this.beside(-1); }
  beside(step) { return pick(this.list.map(one => { const all_ = one.parentNode ? one.parentNode.children : []; return all_[all_.indexOf(one) + step]; }).filter(Boolean)); }
  filter(by) { return pick(this.list.filter(one => (typeof by === "function" ? by.call(one) : one.matches && one.matches(by)))); }
  not(by) { return pick(this.list.filter(one => !(typeof by === "string" && one.matches && one.matches(by)))); }
  is(selector) { return this.list.some(one => one.matches && one.matches(selector)); }
  hasClass(name) { return this.list.some(one => one.className && one.className.split(/\s+/).includes(name)); }
  index() { const one = this.list[0]; return one && one.parentNode ? one.parentNode.children.indexOf(one) : -1; }
  size() { return this.list.length; }
  attr(name, given) {
    if (given === undefined && typeof name === "string") { const one = this.list[0]; return one === undefined ? undefined : isField(one) ? field(name) : one.getAttribute ? one.getAttribute(name) ?? undefined : undefined; }
    const pairs = typeof name === "object" ? Object.entries(name) : [[name, given]];
    this.list.forEach(one => one.setAttribute && pairs.forEach(([key, value]) => one.setAttribute(key, value)));
    return wrap(this);
  }
  prop(name, given) { if (given === undefined) { const one = this.list[0]; return one ? one[name] : undefined; } return this.attr(name, given); }
  data(name, given) {
    const one = this.list[0];
    if (given !== undefined) { this.list.forEach(node => node.setAttribute && node.setAttribute("data-" + name, given)); return wrap(this); }
    if (!one) return undefined;
    if (isField(one)) return field(name);
    if (name === undefined) return one.dataset;
    const found = one.getAttribute && one.getAttribute("data-" + name.replace(/[A-Z]/g, c => "-" + c.toLowerCase()));
    return found === null || found === undefined ? undefined : /^(0|[1-9]\d{0,14})$/.test(found) ? Number(found) : found;
  }
  val(given) { if (given === undefined) { const one = this.list[0]; return one === undefined ? undefined : isField(one) ? one : one.value; } this.list.forEach(one => { if (!isField(one)) one.value = given; }); return wrap(this); }
  text(given) { if (given === undefined || given === null) { const one = this.list[0]; return one === undefined ? "" : isField(one) ? one : one.textContent; } return wrap(this); }
  html(given) { if (given === undefined) { const one = this.list[0]; return one === undefined ? "" : isField(one) ? one : one.innerHTML; } this.list.forEach(one => build(given, one)); return wrap(this); }
  load(url, data, done) { if (typeof url === "function") { ready.push(url); return wrap(this); } if (this.list.length) ask(data && typeof data === "object" ? "POST" : "GET", String(textOf(url)).split(/\s/)[0], typeof data === "function" ? null : data, false, [data, done]); return wrap(this); }
  on(kinds, selector, data, f) {
    const done = [selector, data, f].find(one => typeof one === "function");
    for (const kind of String(kinds).split(/\s+/)) {
      const bare = kind.split(".")[0];
      if (typeof selector === "string") handlers.push({kind: bare, selector, root: this.list[0] instanceof Element ? this.list[0] : null, f: done});
      else this.list.forEach(one => { if (one instanceof Element) one.addEventListener(bare, done); else if (one === document || one === globalThis) (bare === "load" || bare === "ready") && ready.push(done); });
    }
    return wrap(this);
  }
  bind(kinds, f) { return this.on(kinds, f); }
  live(kinds, f) { handlers.push({kind: kinds, selector: this.selector || "*", root: null, f}); return wrap(this); }
  delegate(selector, kinds, f) { return this.on(kinds, selector, f); }
  click(f) { return this.happens("click", f); }
  change(f) { return this.happens("change", f); }
  happens(kind, f) { if (typeof f === "function") return this.on(kind, f); this.list.forEach(one => one instanceof Element && fire(one, kind)); return wrap(this); }
  trigger(kind) { return this.happens(kind); }
  ready(f) { ready.push(f); return wrap(this); }
  submit(f) { if (typeof f === "function") return wrap(this); this.list.forEach(one => one.submit && one.submit()); return wrap(this); }
  serialize() { return this.list.map(one => (one.fields ? one.fields().map(([n, v]) => encodeURIComponent(n) + "=" + encodeURIComponent(textOf(v))).join("&") : "")).join("&"); }
  serializeArray() { return this.list.flatMap(one => (one.fields ? one.fields().map(([name, value]) => ({name, value})) : [])); }
  *[Symbol.iterator]() { yield* this.list; }
}
for (const name of ["append", "prepend", "before", "after", "replaceWith"]) Picked.prototype[name] = function (given) { if (given instanceof Picked) given.list.forEach(one => one instanceof Element && one.attributes_.src && this.list[0] && this.list[0].appendChild(one)); else this.list.forEach(one => build(given, one)); return wrap(this); };
for (const name of ["addClass", "removeClass", "toggleClass", "show", "hide", "css", "empty", "remove", "appendTo", "prependTo", "insertAfter", "insertBefore", "off", "unbind", "animate", "fadeIn", "fadeOut", "slideToggle", "slideUp", "slideDown", "stop", "focus", "blur", "toggle", "removeAttr", "width", "height", "scrollTop", "hover", "keydown", "keyup", "clone", "end", "add"]) Picked.prototype[name] = function () { return wrap(this); };

// A plug-in that is not known may show a table of what an address answers, or turn pages: the functions that it is
// given are called with the second page.
const wrap = picked => new Proxy(picked, {get(target, name) {
  if (name in target || typeof name === "symbol") return target[name];
  if (name === "then") return undefined;
  return (...args) => { args.forEach(one => { table(one, name); turn(one); }); return wrap(target); };
}});
const pick = list => wrap(new Picked(list));
// The second page, as a number and as what pagers hand over.
const SECOND = {curr: 2, current: 2, pageNum: 2, pageNo: 2, pageIndex: 2, page: 2, limit: 10, pageSize: 10, getCurrent: () => 2, getPageCount: () => 9};
function turn(options) {
  const last = options && Number(options.totalPages || options.pageCount || options.totalPage || options.pages) || 2;
  const both = f => {
    for (let number = 2; number <= Math.min(Math.max(last, 2), 100); number += 1) within(() => attempt(f, number, 10), String(number));
    within(() => attempt(f, Object.assign(new Number(2), SECOND), false));
  };
  if (typeof options === "function" && !isField(options)) return both(options);
  if (options && typeof options === "object" && !isField(options) && !(options instanceof Picked))
    for (const name of Object.keys(options)) if (typeof options[name] === "function" && !isField(options[name]) && !/^(?:queryParams|formatter|success|where|data)$/.test(name)) both(options[name]);
}
// Tables of plug-ins: where they ask, and what they send for a page of `size` rows from `from` on.
const SENDS = {
  bootstrapTable: (size, from) => ({limit: size, offset: from}), DataTable: (size, from) => ({start: from, length: size}), dataTable: (size, from) => ({start: from, length: size}),
  render: (size, from) => ({page: from / size + 1, limit: size}), datagrid: (size, from) => ({page: from / size + 1, rows: size}), jqGrid: (size, from) => ({page: from / size + 1, rows: size}),
};
function table(options, kind) {
  if (!options || typeof options !== "object" || isField(options)) return;
  const ajax = options.ajax && typeof options.ajax === "object" ? options.ajax : {};
  const url = options.url || ajax.url || (typeof options.ajax === "string" ? options.ajax : "");
  if (typeof url !== "string" || !url) return;
  const size = Number(options.pageSize || options.limit || options.pageLength || options.rowNum) || 10;
  const method = String(options.method || options.type || options.mtype || ajax.type || (kind === "datagrid" ? "post" : "get")).toUpperCase() === "POST" ? "POST" : "GET";
  const one = from => {
    const page = from / size + 1, own = (SENDS[kind] || SENDS.render)(size, from);
    let given = {...own, ...options.where, ...(typeof options.data === "object" ? options.data : {}), ...(typeof ajax.data === "object" ? ajax.data : {})};
    for (const f of [options.queryParams, ajax.data]) {
      if (typeof f === "function") { const told = {limit: size, offset: from, pageSize: size, pageNumber: page, start: from, length: size, page, rows: size}; given = attempt(f, told) || told; }
      else if (f && typeof f === "object") given = {...given, ...f};
    }
    ask(method, url, given, method === "POST" && /json/.test(options.contentType || (kind === "bootstrapTable" ? "json" : "")), [() => (options.columns || options.cols || options.colModel || []).flat().forEach(column => cell(column))]);
  };
  one(0);
  if (options.pagination !== false) within(() => one(size));
}
function cell(column) {
  if (!column || typeof column !== "object") return;
  const row = field("row");
  for (const [f, given] of [[column.formatter, [field(column.field || column.name || "value"), row, 0]], [column.templet, [row]], [column.render, [field(column.data || "value"), "display", row]]]) {
    const shown = typeof f === "function" ? attempt(f, ...given) : undefined;
    if (shown !== undefined) build(shown, null);
  }
}
function within(f, name = "2") { const was = [label, clicked]; label = name; clicked = true; try { f(); } finally { [label, clicked] = was; } }

function $(given, context) {
  if (typeof given === "function" && !isField(given)) { ready.push(given); return pick([]); }
  if (given instanceof Picked) return given;
  if (isField(given) || given instanceof Element || given === globalThis || given === document) return pick([given]);
  if (typeof given === "string") {
    if (given.trim().startsWith("<")) { const first = all.length; build(given, null); return pick(all.slice(first, first + 1)); }
    if (context && isField(context)) return pick([field(given)]);
    const root = context instanceof Element ? context : context instanceof Picked ? context.list[0] : null;
    const found = pick(matching(given, root)); found.selector = given;
    return found;
  }
  return pick(Array.isArray(given) ? given : []);
}

// The promise of an answer, and the answer itself: what follows an await goes on with it at once (scene.py).
function send(method, url, data, json, given) {
  const number = said.asks.length;
  ask(method, url, data, json, given);
  showing = number;
  return promiseOf(field("answer"), number);
}
function promiseOf(value, number) {
  const later = f => { const before = showing; showing = number; try { return attempt(f, value); } finally { showing = before; } };
  const goOn = f => { const got = later(f); return promiseOf(got === undefined ? value : got, number); };
  const same = () => p, stay = f => { later(f); return p; };
  const own = {then: goOn, done: stay, success: stay, always: stay, catch: same, fail: same, error: same, finally: same, complete: same};
  const p = new Proxy(function () {}, {
    get: (_, name) => (name in own ? own[name] : value === null || value === undefined ? undefined : value[name]),
    apply: () => value,
  });
  if (isField(value)) fields.set(p, nameOf(value));
  return p;
}
$.ajax = (url, given) => {
  const o = typeof url === "object" ? url : {...given, url};
  const json = /json/i.test(String(o.contentType || ""));
  const method = String(o.type || o.method || "GET").toUpperCase() === "POST" ? "POST" : "GET";
  if (o.dataType === "jsonp" && o.jsonp !== false) o.url = textOf(o.url) + (textOf(o.url).includes("?") ? "&" : "?") + (o.jsonp || "callback") + "=" + (o.jsonpCallback && typeof o.jsonpCallback === "string" ? o.jsonpCallback : "jsonp");
  attempt(o.beforeSend);
  return send(method, o.url, o.data, json && method === "POST", [o.success && o.success.bind(o), o.complete]);
};
const short = method => (url, data, done) => (typeof data === "function" && !isField(data) ? send(method, url, null, false, [data]) : send(method, url, data, false, [done]));
Object.assign($, {get: short("GET"), getJSON: short("GET"), post: short("POST"), getScript: short("GET"), parseJSON: v => JSON.parse(v), parseXML: v => v, trim: v => (isField(v) ? v : textOf(v).trim()), param: query, isFunction: v => typeof v === "function", isArray: Array.isArray, inArray: (v, list) => list.indexOf(v), noop() {},
  each(list, f) { if (isField(list)) f.call(list, 0, list); else if (Array.isArray(list) || list instanceof Picked) [...list].forEach((one, at) => f.call(one, at, one)); else if (list && typeof list === "object") for (const k of Object.keys(list)) f.call(list[k], k, list[k]); return list; },
  map: (list, f) => (isField(list) ? [f(list, 0)] : [...list].map((one, at) => f(one, at))), grep: (list, f) => [...list].filter(f),
  extend: (...given) => { const list = given.filter(one => one && typeof one === "object"); return list.length === 1 ? Object.assign($.fn, list[0]) : Object.assign(...list); }, fn: Picked.prototype, ajaxSetup() {}, support: {}, browser: {}, when: (...given) => given[0] || promiseOf(undefined, -1), Deferred: () => anything, cookie: () => ""});

const fetch = (url, o = {}) => send(String(o.method || "GET").toUpperCase() === "POST" ? "POST" : "GET", url, o.body, typeof o.body === "string" && /^\s*[{[]/.test(o.body), []);
const axios = (url, given) => { const o = typeof url === "object" ? url : {...given, url}; return axios.request(o); };
axios.request = o => { const base = axios.defaults.baseURL || o.baseURL || ""; const post = String(o.method || "get").toUpperCase() === "POST"; const params = query(o.params); const url = (/^(https?:)?\/\//.test(textOf(o.url)) ? "" : textOf(base).replace(/\/$/, "")) + textOf(o.url); return send(post ? "POST" : "GET", url + (params ? (url.includes("?") ? "&" : "?") + params : ""), post ? o.data : null, post && typeof o.data === "object" && !(o.data instanceof FormData), []); };
axios.get = (url, o) => axios.request({...o, url});
axios.post = (url, data, o) => axios.request({...o, url, data, method: "post"});
axios.create = o => { Object.assign(axios.defaults, o); return axios; };
axios.defaults = {headers: {common: {}, post: {}}};
axios.interceptors = anything; axios.all = list => promiseOf(list, showing); axios.spread = f => list => f(...list);

class XMLHttpRequest {
  constructor() { Object.assign(this, {readyState: 4, status: 200, responseText: field("answer"), response: field("answer"), responseXML: field("answer"), heads: {}}); }
  open(method, url) { Object.assign(this, {method: String(method).toUpperCase() === "POST" ? "POST" : "GET", url}); }
  setRequestHeader(name, value) { this.heads[name.toLowerCase()] = value; }
  send(body) { ask(this.method, this.url, this.method === "POST" ? body : null, /json/.test(this.heads["content-type"] || ""), [() => attempt(() => this.onreadystatechange && this.onreadystatechange.call(this)), () => attempt(() => this.onload && this.onload.call(this))]); }
  addEventListener(kind, f) { if (kind === "load") this.onload = f; }
}

// A component: its data, its methods, what it does when it is shown.
function Vue(options) {
  const o = options || {}, vm = {};
  if (typeof o.template === "string") build(o.template, null);
  for (const inner of Object.values(o.components || {})) if (inner && typeof inner === "object" && !isField(inner) && inner !== anything) Vue(inner);
  for (const mixin of o.mixins || []) Object.assign(vm, typeof mixin.data === "function" ? attempt(mixin.data) : mixin.data, mixin.methods);
  Object.assign(vm, typeof o.data === "function" ? attempt(() => o.data.call(vm)) || {} : o.data);
  for (const name of Object.keys(o.methods || {})) vm[name] = (...args) => attempt(() => o.methods[name].apply(vm, args));
  for (const name of Object.keys(o.computed || {})) Object.defineProperty(vm, name, {configurable: true, get() { const f = o.computed[name]; return attempt(() => (f.get || f).call(vm)); }});
  Object.assign(vm, {$http: axios, $axios: axios, $set: (at, k, v) => { at[k] = v; }, $nextTick: f => attempt(() => f.call(vm)), $refs: anything, $message: anything, $route: {query: Object.fromEntries(new URLSearchParams((scene.url.split("?")[1] || "").split("#")[0]).pairs), params: {}}, $router: {push: to => go(typeof to === "string" ? to : (to || {}).path), resolve: to => ({href: (to || {}).path || ""})}, $emit() {}, $on() {}, $watch() {}, $mount: () => vm});
  const one = {vm, methods: Object.keys(o.methods || {})};
  components.push(one);
  ready.push(() => { for (const hook of [o.beforeCreate, o.created, o.beforeMount, o.mounted]) attempt(() => hook && hook.call(vm)); if (typeof o.setup === "function") attempt(() => { Object.assign(vm, o.setup.call(vm, {}, anything)); one.methods.push(...Object.keys(vm).filter(name => typeof vm[name] === "function" && !name.startsWith("$"))); }); });
  return vm;
}
Object.assign(Vue, {prototype: {}, use() {}, component(name, o) { if (o && typeof o === "object") Vue(o); }, extend: o => o, filter() {}, directive() {}, config: {}, createApp: o => { const app = {use: () => app, component(name, inner) { if (inner && typeof inner === "object") Vue(inner); return app; }, mount: () => Vue(o), config: {globalProperties: {}}}; return app; }, ref: value => ({value}), reactive: value => value, onMounted: f => ready.push(f), computed: f => ({get value() { return attempt(f); }}), nextTick: f => attempt(f)});
// AngularJS: controllers with their scope; what else they are given is anything.
const angular = {
  module: () => angular.parts, element: given => $(given), forEach: (list, f) => $.each(list, (at, one) => f(one, at)), copy: one => one, extend: Object.assign, bootstrap() {},
  isArray: Array.isArray, isString: one => typeof one === "string", isObject: one => !!one && typeof one === "object", isDefined: one => one !== undefined, toJson: one => JSON.stringify(one),
};
const SERVICES = {$http: Object.assign(o => axios.request(o), {get: axios.get, post: axios.post}), $window: globalThis, $location: {search: () => ({}), path: go, url: go}, $timeout: f => ready.push(f), $interval: () => 0};
angular.parts = new Proxy({
  controller(name, given) {
    const f = Array.isArray(given) ? given[given.length - 1] : given;
    const names = Array.isArray(given) ? given.slice(0, -1) : (/\(([^)]*)\)/.exec(String(f)) || ["", ""])[1].split(",").map(one => one.trim());
    const scope = {$watch() {}, $on() {}, $emit() {}, $apply: f_ => attempt(f_), $root: {}};
    ready.push(() => { const self = {}; attempt(() => f.apply(self, names.map(one => (one === "$scope" || one === "$rootScope" ? scope : SERVICES[one] || anything)))); Object.assign(scope, self); components.push({vm: scope, methods: Object.keys(scope).filter(one => typeof scope[one] === "function" && !one.startsWith("$"))}); });
    return angular.parts;
  },
  run: () => angular.parts,
}, {get: (o, name) => (name in o ? o[name] : () => angular.parts)});
const layui = new Proxy({use(names, f) { attempt(f || names); return layui; }, laypage: {render: turn}, table: {render: o => table(o, "render"), on() {}, reload() {}}, $, jquery: $, jQuery: $}, {get: (o, name) => (name in o ? o[name] : anything)});
const laypage = o => turn(o);

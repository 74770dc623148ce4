// Frameworks that show rows by templates: Vue, AngularJS, layui. Names that are none of them are "anything".
// A component: its data, its methods, what it does when it is shown.
function Vue(options) {
  const o = options || {},
    vm = {};
  if (typeof o.template === "string") build(o.template, null);
  for (const inner of Object.values(o.components || {}))
    if (inner && typeof inner === "object" && !isField(inner) && inner !== anything) Vue(inner);
  for (const mixin of o.mixins || [])
    Object.assign(vm, typeof mixin.data === "function" ? attempt(mixin.data) : mixin.data, mixin.methods);
  Object.assign(vm, typeof o.data === "function" ? attempt(() => o.data.call(vm)) || {} : o.data);
  for (const name of Object.keys(o.methods || {}))
    vm[name] = (...args) => attempt(() => o.methods[name].apply(vm, args));
  for (const name of Object.keys(o.computed || {}))
    Object.defineProperty(vm, name, {
      configurable: true,
      get() {
        const f = o.computed[name];
        return attempt(() => (f.get || f).call(vm));
      },
    });
  Object.assign(vm, {
    $http: axios,
    $axios: axios,
    $set: (at, k, v) => {
      at[k] = v;
    },
    $nextTick: (f) => attempt(() => f.call(vm)),
    $refs: anything,
    $message: anything,
    $route: {
      query: Object.fromEntries(new URLSearchParams((scene.url.split("?")[1] || "").split("#")[0]).pairs),
      params: {},
    },
    $router: {
      push: (to) => go(typeof to === "string" ? to : (to || {}).path),
      resolve: (to) => ({ href: (to || {}).path || "" }),
    },
    $emit() {},
    $on() {},
    $watch() {},
    $mount: () => vm,
  });
  const one = { vm, methods: Object.keys(o.methods || {}) };
  components.push(one);
  ready.push(() => {
    for (const hook of [o.beforeCreate, o.created, o.beforeMount, o.mounted]) attempt(() => hook && hook.call(vm));
    if (typeof o.setup === "function")
      attempt(() => {
        Object.assign(vm, o.setup.call(vm, {}, anything));
        one.methods.push(...Object.keys(vm).filter((name) => typeof vm[name] === "function" && !name.startsWith("$")));
      });
  });
  return vm;
}
Object.assign(Vue, {
  prototype: {},
  use() {},
  component(name, o) {
    if (o && typeof o === "object") Vue(o);
  },
  extend: (o) => o,
  filter() {},
  directive() {},
  config: {},
  createApp: (o) => {
    const app = {
      use: () => app,
      component(name, inner) {
        if (inner && typeof inner === "object") Vue(inner);
        return app;
      },
      mount: () => Vue(o),
      config: { globalProperties: {} },
    };
    return app;
  },
  ref: (value) => ({ value }),
  reactive: (value) => value,
  onMounted: (f) => ready.push(f),
  computed: (f) => ({
    get value() {
      return attempt(f);
    },
  }),
  nextTick: (f) => attempt(f),
});
// AngularJS: controllers with their scope; what else they are given is anything.
const angular = {
  module: () => angular.parts,
  element: (given) => $(given),
  forEach: (list, f) => $.each(list, (at, one) => f(one, at)),
  copy: (one) => one,
  extend: Object.assign,
  bootstrap() {},
  isArray: Array.isArray,
  isString: (one) => typeof one === "string",
  isObject: (one) => !!one && typeof one === "object",
  isDefined: (one) => one !== undefined,
  toJson: (one) => JSON.stringify(one),
};
const SERVICES = {
  $http: Object.assign((o) => axios.request(o), { get: axios.get, post: axios.post }),
  $window: globalThis,
  $location: { search: () => ({}), path: go, url: go },
  $timeout: (f) => ready.push(f),
  $interval: () => 0,
};
angular.parts = new Proxy(
  {
    controller(name, given) {
      const f = Array.isArray(given) ? given[given.length - 1] : given;
      const names = Array.isArray(given)
        ? given.slice(0, -1)
        : (/\(([^)]*)\)/.exec(String(f)) || ["", ""])[1].split(",").map((one) => one.trim());
      const scope = { $watch() {}, $on() {}, $emit() {}, $apply: (f_) => attempt(f_), $root: {} };
      ready.push(() => {
        const self = {};
        attempt(() =>
          f.apply(
            self,
            names.map((one) => (one === "$scope" || one === "$rootScope" ? scope : SERVICES[one] || anything)),
          ),
        );
        Object.assign(scope, self);
        components.push({
          vm: scope,
          methods: Object.keys(scope).filter((one) => typeof scope[one] === "function" && !one.startsWith("$")),
        });
      });
      return angular.parts;
    },
    run: () => angular.parts,
  },
  { get: (o, name) => (name in o ? o[name] : () => angular.parts) },
);
// layui: tables are shown again with other conditions, choices are named by a filter: on("select(dept)", f).
const tables = {};
function shown(o) {
  if (!o || typeof o !== "object" || isField(o)) return {};
  const again = (more) => shown({ ...o, ...more, where: { ...o.where, ...(more || {}).where } });
  tables[o.id || String(o.elem).replace("#", "")] = again;
  table(o, "render");
  return { reload: again, config: o };
}
function chosen(kind, f) {
  const [, name, filter] = /^(\w+)\(([^)]*)\)$/.exec(kind) || [];
  if (name !== "select" || typeof f !== "function") return;
  for (const node of matching(`select[lay-filter="${filter}"]`, null))
    node.addEventListener("change", () => attempt(f, { value: node.value, elem: node }));
}
const layui = new Proxy(
  {
    use(names, f) {
      attempt(f || names);
      return layui;
    },
    laypage: { render: turn },
    table: { render: shown, on() {}, reload: (id, more) => tables[id] && tables[id](more) },
    form: { on: chosen, render() {} },
    tree: { render: tree },
    each: $.each,
    // A list that grows: what is done for a page hands over its rows.
    flow: {
      load(o) {
        for (const number of [1, 2]) within(() => attempt(o && o.done, number, (html) => build(html, null)), String(number));
      },
    },
    $,
    jquery: $,
    jQuery: $,
  },
  { get: (o, name) => (name in o ? o[name] : anything) },
);
const laypage = Object.assign((o) => turn(o), { render: turn });

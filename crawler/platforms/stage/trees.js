// Trees of units and columns, and what is declared in attributes: their nodes are clicked one after another, those that
// an answer will hold as a field. Every library hands over the node in its own way: a node is its own data.
const TREE = /tree(?!grid|table)/i,
  CHOSEN = /^(?:before|on|node)?-?(?:node)?-?(?:click|select(?:ed)?)$/i;
const literal = (text) => attempt(() => new Function("return {" + (text || "") + "}")());
const nodeOf = (one) =>
  isField(one) || !one || typeof one !== "object"
    ? one
    : new Proxy(one, {
        get: (o, name) => (!(name in o) && (name === "data" || name === "node") ? nodeOf(o) : o[name]),
      });
let lastTree = null;
function onNode(kind, f) {
  if (lastTree && typeof f === "function" && /^(?:select_?node|node_?select(?:ed)?|node_?click|tree:?click)/i.test(kind)) lastTree(f);
}
function tree(options, nodes) {
  if (!options || typeof options !== "object" || isField(options)) return;
  const source = [options.async, options.core && options.core.data, options].find((o) => o && typeof o === "object");
  const url = typeof source.url === "function" ? attempt(source.url, "", undefined) : source.url;
  const given = { ...options, ...options.callback, ...options.view };
  const done = Object.keys(given)
    .filter((name) => CHOSEN.test(name) && typeof given[name] === "function")
    .map((name) => given[name]);
  const choose = (one, f) => (f ? [f] : done).forEach((g) => attempt(g.bind(options), one, one, one));
  const held = nodes === undefined ? options.data : nodes;
  const list = Array.isArray(held) ? held : Array.isArray(source) ? source : [];
  // The nodes that an answer will hold: also for what watches the tree by an event of its own.
  const number = said.asks.length;
  const walk = (f) => within(() => choose(isField(held) ? held : field("node"), f), "");
  lastTree = (f) => {
    const was = showing;
    if (!list.length && typeof url === "string") showing = number;
    each(list, f);
    if (!list.length) walk(f);
    showing = was;
  };
  if (typeof url === "string" && url && !list.length)
    ask(/post/i.test(source.type || source.method || "get") ? "POST" : "GET", url, source.otherParam, false, [
      () => walk(),
    ]);
  const each = (some, f) =>
    some.slice(0, 300).forEach((one) => {
      if (!one || typeof one !== "object") return;
      const name = nameIn(one);
      if (typeof one.url === "string" && !isField(one.url)) within(() => go(one.url), name);
      within(() => choose(nodeOf(one), f), name);
      if (Array.isArray(one.children)) each(one.children, f);
    });
  each(list);
  if (isField(held)) walk();
}
Picked.prototype.zTree = { init: (_, setting, nodes) => (tree(setting, nodes), anything), getZTreeObj: () => anything };

// What EasyUI is told in an attribute: class="easyui-datagrid" data-options="url:'…'".
function declared() {
  for (const node of [...all]) {
    if (/^(?:table|bootstrap-?table)$/i.test(node.attributes_["data-toggle"] || "")) {
      const columns = matching("th", node).map((head) => ({
        field: head.attributes_["data-field"],
        formatter: globalThis[head.attributes_["data-formatter"]],
      }));
      const { url, method, pageSize, queryParams } = node.dataset;
      table({ url, method, pageSize, queryParams: globalThis[queryParams], columns }, "bootstrapTable");
      continue;
    }
    const kind = /\beasyui-(\w+)/.exec(node.className);
    const options = kind ? literal(node.attributes_["data-options"]) || {} : null;
    if (!options) continue;
    if (!options.url && node.attributes_.url) options.url = node.attributes_.url;
    if (kind[1] === "datagrid")
      options.columns = [matching("th", node).map((head) => literal(head.attributes_["data-options"]))];
    if (options.url || options.data) pick([node])[kind[1]](options);
  }
}

// What is done when the page is scrolled to its end, and when the part of the address behind # changes.
const hashes = [],
  scrolls = [];
function onScroll(kind, f) {
  if (kind === "scroll" && typeof f === "function") scrolls.push(f);
}
function scrolled(state) {
  scrolls.slice(0, 5).forEach((f) => {
    within(() => attempt(f, { type: "scroll", target: document }));
    restore(state);
  });
}

// Plug-ins of jQuery and of table libraries: they ask for pages of rows, and turn them.
// A plug-in that is not known may show a table of what an address answers, or turn pages: the functions that it is
// given are called with the second page.
const wrap = (picked) =>
  new Proxy(picked, {
    get(target, name) {
      if (name in target || typeof name === "symbol") return target[name];
      if (name === "then") return undefined;
      return (...args) => {
        args.forEach((one) => {
          if (TREE.test(name)) return tree(one);
          table(one, name);
          turn(one);
        });
        return wrap(target);
      };
    },
  });
const pick = (list) => wrap(new Picked(list));
// A page, as a number that has what pagers hand over.
const pageOf = (number) => {
  const given = { limit: 10, pageSize: 10, getCurrent: () => number, getPageCount: () => 9 };
  for (const name of ["curr", "current", "pageNum", "pageNo", "pageIndex", "page"]) given[name] = number;
  return Object.assign(Object(number), given);
};
// How many pages the last pager was told of.
let told = 2;
// The first number among options that are called like this.
const numbered = (options, called) => {
  const name = Object.keys(options).find(
    (key) => called.test(key) && Number(options[key]) > 0 && !isField(options[key]),
  );
  return name ? Number(options[name]) : 0;
};
function pagesOf(options) {
  const rows = numbered(
    options,
    /^(?:items|(?:total)?(?:counts?|num|data|items)|.*(?:records?|rows?|items?)(?:count|num|total)?s?)$/i,
  );
  const size = numbered(options, /^(?:limit|rows|.*(?:size|perpage|onpage|prepage|show(?:data|num)))$/i);
  const pages = numbered(options, /^(?:pages?|.*page(?:count|num|total|s)|total_?pages?|count_?pages?)$/i);
  const total = Number(options.total) || 0;
  // Beside a number of rows the total is one of pages.
  return pages > 1 ? pages : rows && total && total < rows ? total : Math.ceil((rows || total) / size) || 2;
}
// Pagers that tell of a click by an event of their own: pageClicked, pageChanged; they count from nought.
function onPage(kind, f) {
  if (!/^(?:page|jump)\w*(?:click|chang)/i.test(kind) || /size/i.test(kind)) return;
  for (let number = 2; number <= Math.min(Math.max(told, 2), 100); number += 1)
    within(() => attempt(f, { type: kind }, { pageIndex: number - 1, pageNum: number, page: number }), String(number));
}
function turn(options) {
  const last = options && typeof options === "object" && !isField(options) ? pagesOf(options) : 2;
  if (last > 2) told = last;
  const both = (f) => {
    for (let number = 2; number <= Math.min(Math.max(last, 2), 100); number += 1) {
      const made = said.asks.length + said.goes.length;
      const got = within(() => attempt(f, number, 10), String(number));
      if (typeof got === "string" && said.asks.length + said.goes.length === made && ADDRESS.test(got))
        within(() => go(got), String(number)); // it only says where the page is
      if (said.asks.length + said.goes.length === made)
        within(() => attempt(f, pageOf(number), false), String(number));
    }
  };
  if (typeof options === "function" && !isField(options)) return both(options);
  if (options && typeof options === "object" && !isField(options) && !(options instanceof Picked))
    for (const name of Object.keys(options))
      if (
        typeof options[name] === "function" &&
        !isField(options[name]) &&
        !/^(?:queryParams|formatter|success|where|data)$/.test(name) &&
        !(name === "callback" && options.dataSource)
      )
        both(options[name].bind(options));
}
// Tables of plug-ins: where they ask, and what they send for a page of `size` rows from `from` on.
const SENDS = {
  bootstrapTable: (size, from) => ({ limit: size, offset: from }),
  DataTable: (size, from) => ({ start: from, length: size }),
  dataTable: (size, from) => ({ start: from, length: size }),
  render: (size, from) => ({ page: from / size + 1, limit: size }),
  datagrid: (size, from) => ({ page: from / size + 1, rows: size }),
  jqGrid: (size, from) => ({ page: from / size + 1, rows: size }),
};
function table(options, kind) {
  if (!options || typeof options !== "object" || isField(options)) return;
  const ajax = options.ajax && typeof options.ajax === "object" ? options.ajax : {};
  const source = [options.ajax, options.dataSource].find((one) => typeof one === "string");
  const url = options.url || ajax.url || source || "";
  if (typeof url !== "string" || !url) return;
  const size = Number(options.pageSize || options.limit || options.pageLength || options.rowNum) || 10;
  const method =
    String(
      options.method || options.type || options.mtype || ajax.type || (kind === "datagrid" ? "post" : "get"),
    ).toUpperCase() === "POST"
      ? "POST"
      : "GET";
  const alias = options.alias || {};
  const paged = (_, from) => ({
    [alias.pageNumber || "pageNumber"]: from / size + 1,
    [alias.pageSize || "pageSize"]: size,
  });
  const one = (from) => {
    const page = from / size + 1,
      own = (options.dataSource ? paged : SENDS[kind] || SENDS.render)(size, from);
    let given = {
      ...own,
      ...options.where,
      ...(typeof options.data === "object" ? options.data : {}),
      ...(typeof ajax.data === "object" ? ajax.data : {}),
    };
    for (const f of [options.queryParams, ajax.data]) {
      if (typeof f === "function") {
        const told = {
          limit: size,
          offset: from,
          pageSize: size,
          pageNumber: page,
          start: from,
          length: size,
          page,
          rows: size,
        };
        given = attempt(f, told) || told;
      } else if (f && typeof f === "object") given = { ...given, ...f };
    }
    ask(
      method,
      url,
      given,
      method === "POST" && /json/.test(options.contentType || (kind === "bootstrapTable" ? "json" : "")),
      [
        () => (options.columns || options.cols || options.colModel || []).flat().forEach((column) => cell(column)),
        options.dataSource && options.callback,
      ],
    );
  };
  one(0);
  if (options.pagination !== false) within(() => one(size));
}
function cell(column) {
  if (!column || typeof column !== "object") return;
  const row = field("row");
  for (const [f, given] of [
    [column.formatter, [field(column.field || column.name || "value"), row, 0]],
    [column.templet, [row]],
    [column.render, [field(column.data || "value"), "display", row]],
  ]) {
    const shown = typeof f === "function" ? attempt(f, ...given) : undefined;
    if (shown !== undefined) build(shown, null);
  }
}
function within(f, name = "2") {
  const was = [label, clicked];
  label = name;
  clicked = true;
  try {
    return f();
  } finally {
    [label, clicked] = was;
  }
}

function $(given, context) {
  if (typeof given === "function" && !isField(given)) {
    ready.push(given);
    return pick([]);
  }
  if (given instanceof Picked) return given;
  if (isField(given) || given instanceof Element || given === globalThis || given === document) return pick([given]);
  if (typeof given === "string") {
    if (given.trim().startsWith("<")) {
      const first = all.length;
      build(given, null);
      return pick(all.slice(first, first + 1));
    }
    if (context && isField(context)) return pick([field(given)]);
    const root = context instanceof Element ? context : context instanceof Picked ? context.list[0] : null;
    const found = pick(matching(given, root));
    found.selector = given;
    return found;
  }
  return pick(Array.isArray(given) ? given : []);
}

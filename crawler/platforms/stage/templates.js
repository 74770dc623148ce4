// Attributes of templates: :href="'/show/' + row.id", ng-href="/show/{{row.id}}", @click="choose(unit)". What a loop runs
// over is taken one by one where the page has it, else it is a field.
const unwrapped = (value) =>
  value && typeof value === "object" && !isField(value) && Object.keys(value).join() === "value" ? value.value : value;
function templates(node, play) {
  if (!components.length) return;
  for (const name of Object.keys(node.attributes_)) {
    const isAddress = /^(?:(?:v-bind)?:|ng-)(?:href|src|to)$/.test(name),
      isClick = /^(?:@|v-on:|ng-)click/.test(name);
    if (!isAddress && !isClick) continue;
    const written = node.attributes_[name];
    const code =
      !isAddress || !name.startsWith("ng-")
        ? written
        : written
            .split(/\{\{(.*?)\}\}/)
            .map((part, at) => (at % 2 ? `(${part})` : JSON.stringify(part)))
            .join("+");
    const body = isAddress || /^[\w.$]+$/.test(code.trim()) ? "return (" + code + ")" : code;
    for (const loop of loopsOf(node)) {
      const known = (key) => key in loop.given || components.some((c) => key in c.vm);
      const own = new Proxy(
        {},
        {
          has: (o, key) => typeof key === "string" && known(key),
          get: (o, key) =>
            typeof key === "symbol"
              ? undefined
              : key in loop.given
                ? loop.given[key]
                : unwrapped(components.reduce((found, c) => (key in c.vm ? c.vm[key] : found), undefined)),
          set: (o, key, value) => {
            components.forEach((c) => {
              if (key in c.vm) {
                const old = c.vm[key];
                if (unwrapped(old) !== old) old.value = value;
                else c.vm[key] = value;
              }
            });
            return true;
          },
        },
      );
      play(
        node,
        () => {
          const got = attempt(() => new Function("own", "with (own) {" + body + "}")(own));
          if (isAddress) go(got);
          else if (typeof got === "function" && !isField(got)) attempt(got);
        },
        loop.label || words(node),
      );
    }
  }
}
// The variables of the loops around a node, one turn after another: {given: {unit: …}, label: "财政局"}.
function loopsOf(node) {
  let turns = [{ given: {}, label: "" }];
  for (let here = node; here; here = here.parentNode) {
    const written = here.attributes_["v-for"] || here.attributes_["ng-repeat"] || "";
    const loop = /^\s*\(?\s*([\w$]+)[^)]*?\)?\s+(?:in|of)\s+([\w$.]+)/.exec(written);
    if (!loop) continue;
    const source = attempt(() =>
      loop[2].split(".").reduce((o, name) => unwrapped(o[name]), Object.assign({}, ...components.map((c) => c.vm))),
    );
    const list =
      Array.isArray(source) && source.length && !source.some(isField) ? source.slice(0, 200) : [field(loop[1])];
    turns = turns
      .flatMap((turn_) =>
        list.map((one) => ({ given: { ...turn_.given, [loop[1]]: one }, label: turn_.label || nameIn(one) })),
      )
      .slice(0, 400);
  }
  return turns;
}
const nameIn = (one) =>
  isField(one) || one === null || one === undefined
    ? ""
    : typeof one !== "object"
      ? String(one)
      : Object.values(one)
          .filter((value) => typeof value === "string" && /[\u4e00-\u9fff]/.test(value))
          .sort((a, b) => b.length - a.length)[0] || "";

// The functions that ask for a list are called with the second page, or after a variable that is 0 or 1 became one more:
// what changes in what they ask says how a page is named.
function second(state) {
  const own = Object.keys(globalThis)
    .filter((name) => !OURS.has(name) && typeof globalThis[name] === "function" && globalThis[name] !== anything)
    .slice(0, 60);
  const tries = [
    ...own.map((name) => [globalThis, name]),
    ...components.flatMap((c) => c.methods.map((name) => [c.vm, name])),
  ];
  const play = (f, number) => {
    const before = said.asks.length;
    showing = -1;
    attempt(f, number);
    const made = said.asks.length > before;
    restore(state);
    return made;
  };
  [label, clicked, probe] = ["2", true, true];
  const askers = tries.filter(([home, name]) => {
    const before = said.asks.length,
      goes = said.goes.length;
    const made = play(home[name], 2);
    if (!home[name].length || !made) said.asks.length = before;
    if (!home[name].length) said.goes.length = goes;
    return made;
  });
  const refs = components
    .flatMap((c) => Object.values(c.vm))
    .filter((one) => one && typeof one === "object" && !isField(one) && "value" in one);
  const counters = [globalThis, ...components.map((c) => c.vm), ...refs].flatMap((home) =>
    Object.keys(home)
      .filter((name) => (home !== globalThis || !OURS.has(name)) && (home[name] === 1 || home[name] === 0))
      .map((name) => [home, name]),
  );
  for (const [home, name] of counters.slice(0, 15))
    for (const [there, f] of askers.slice(0, 6)) {
      home[name] += 1;
      play(there[f]);
    }
  probe = false;
}

// What a component does with a row, or with the number of a page, by a method that nothing called yet.
function rows() {
  for (const { vm, methods } of components)
    for (const name of methods) {
      [showing, label, clicked] = [-1, "row", true];
      attempt(vm[name], field("row"));
    }
}

// Records that the page itself holds: arrays of objects in its variables.
function records() {
  const found = [],
    seen = new Set();
  const look = (value, level, near) => {
    if (
      !value ||
      typeof value !== "object" ||
      isField(value) ||
      value === anything ||
      seen.has(value) ||
      level > 5 ||
      seen.size > 5000 ||
      value instanceof Element ||
      value instanceof Picked
    )
      return;
    seen.add(value);
    if (Array.isArray(value) && value.length && typeof value[0] === "object" && value[0] && !isField(value[0])) {
      const plain = attempt(() => JSON.stringify(value));
      if (plain && plain.length > 60 && !hasFields(plain)) found.push({ rows: plain, near });
      return;
    }
    const beside = Object.fromEntries(
      Object.entries(value).filter(([, one]) => Number.isInteger(one) && Math.abs(one) < 1e9),
    );
    for (const name of Object.keys(value)) attempt(() => look(value[name], level + 1, beside));
  };
  for (const name of Object.keys(globalThis)) if (!OURS.has(name)) attempt(() => look(globalThis[name], 0, {}));
  components.forEach((c) => look(c.vm, 0, {}));
  return found.slice(0, 5);
}

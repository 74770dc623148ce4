// Every element that does something when it is clicked or chosen.
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
        (watches(node) || (submits(node) && node.form)) &&
        /^(?:查\s*[询看]|检\s*索|搜\s*索|确\s*定|筛\s*选|提\s*交|转\s*到|进\s*入|打\s*开|前\s*往|go)$/i.test(words(node)),
    )
    .slice(0, 2);
  // What a menu offers beside what it shows: one of years that shows them all (全部年度) has nothing to add.
  const yearsOf = (menu) => [...menu.options].filter((option) => /^(?:19|20)\d\d\s*年?度?$/.test(words(option))).length;
  const isYears = (menu) => yearsOf(menu) > 1;
  const choices = (menu) => {
    const options = [...menu.options];
    const years = yearsOf(menu);
    const chosen = options.find((option) => "selected" in option.attributes_) || options[0];
    if (years > 1 && /^[-—\s]*(?:全部|所有|不限)/.test(words(chosen))) return [];
    return options.filter((option) => !("selected" in option.attributes_));
  };
  for (const node of [...all]) {
    const attributes = node.attributes_;
    const script = /^\s*javascript:(?!\s*(?:void\b|;|$))/i.test(attributes.href || "") ? attributes.href : "";
    if (
      node.localName === "select" &&
      (attributes.onchange ||
        node.handlers.change ||
        handlers.some((w) => w.kind === "change" && fits(node, w.selector)))
    ) {
      for (const option of choices(node))
        play(option, () => {
          node.kept.value = option.value;
          fire(node, "change");
        });
      continue;
    }
    if (node.localName === "select" && node.options.length > 2 && starters.length) {
      const start = () =>
        starters.forEach((one) => {
          if (watches(one)) fire(one, "click");
          else if (one.form === node.form) one.form.submit();
        });
      for (const option of choices(node))
        if (option.value)
          play(option, () => {
            node.kept.value = option.value;
            start();
          });
      // Beside a menu of units may stand one of years, without one for all: each year of each unit is asked for.
      const beside = isYears(node) ? null : all.find((other) => other !== node && other.localName === "select" && isYears(other));
      for (const year of beside ? choices(beside) : [])
        for (const option of node.options)
          if (option.value)
            play(
              option,
              () => {
                [node.kept.value, beside.kept.value] = [option.value, year.value];
                start();
              },
              words(option) + words(year),
            );
    }
    const watched = watches(node);
    if (script || watched)
      play(node, () => {
        if (watched) fire(node, "click");
        if (script) runHandler(node, script);
      });
    if (hashes.length && /^#\/?\w/.test(attributes.href || ""))
      play(node, () => {
        globalThis.location.hash = attributes.href;
        hashes.forEach((f) => attempt(f, anything));
        globalThis.location.hash = "";
      });
    for (const name of ["data-url", "data-src", "data-href", "data-link"])
      if (attributes[name] && !watched && /[/.?]/.test(attributes[name])) play(node, () => go(attributes[name]));
    templates(node, play);
  }
  clicked = false;
}

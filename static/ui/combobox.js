// Suggestions below a text box (ARIA combobox): arrows choose, Enter or a click takes, Escape closes. The server finds
// them; what is typed stays the box's own.
const SOON = 120; // milliseconds after the last key
const LEAST = 2; // characters

// `boxes`: which inputs in `within`. `from(box)`: the address of what to offer. `take(option, box)`: one was chosen.
export function combobox({ id, within, boxes, from, take }) {
  const list = Object.assign(document.createElement("ul"), { id, className: "c-suggest", hidden: true });
  list.setAttribute("role", "listbox");
  document.body.append(list);
  let box = null;
  let chosen = -1;
  let asked = 0;
  let waiting;
  const close = () => {
    asked++;
    clearTimeout(waiting);
    list.hidden = true;
    chosen = -1;
    box?.setAttribute("aria-expanded", "false");
    box?.removeAttribute("aria-activedescendant");
  };
  const choose = (place) => {
    const options = [...list.children];
    chosen = (place + options.length) % options.length;
    options.forEach((option, n) => option.setAttribute("aria-selected", String(n === chosen)));
    options[chosen].scrollIntoView({ block: "nearest" });
    box.setAttribute("aria-activedescendant", options[chosen].id);
  };
  const offer = async () => {
    const mine = ++asked;
    const answer = await fetch(from(box)).catch(() => null);
    const options = answer?.ok ? await answer.text() : "";
    if (mine !== asked || document.activeElement !== box) return;
    list.innerHTML = options;
    if (!list.children.length) return close();
    chosen = -1;
    list.hidden = false;
    box.removeAttribute("aria-activedescendant");
    box.setAttribute("aria-expanded", "true");
  };
  const dress = (one) => {
    const roles = { role: "combobox", "aria-controls": id, "aria-autocomplete": "list", "aria-expanded": "false" };
    for (const [name, value] of Object.entries(roles)) one.setAttribute(name, value);
  };
  const reach = (one) => {
    if (one === box || !one.matches?.(boxes)) return;
    box = one;
    dress(box);
    const label = box.dataset.suggestions;
    if (label) list.setAttribute("aria-label", label);
    else list.setAttribute("aria-labelledby", box.getAttribute("aria-labelledby"));
    box.after(list);
  };
  const taken = (option) => {
    close();
    take(option, box);
  };
  for (const one of within.querySelectorAll(boxes)) dress(one);
  if (within.contains(document.activeElement)) reach(document.activeElement);
  within.addEventListener("focusin", ({ target }) => reach(target));
  within.addEventListener("input", ({ target }) => {
    if (target !== box) return;
    clearTimeout(waiting);
    if (box.value.trim().length < LEAST) return close();
    waiting = setTimeout(offer, SOON);
  });
  within.addEventListener("keydown", (event) => {
    if (event.target !== box) return;
    if (event.key === "Enter" && chosen < 0) return close();
    if (list.hidden) return;
    const moves = { ArrowDown: () => choose(chosen + 1), ArrowUp: () => choose(Math.max(chosen, 0) - 1), Escape: close };
    moves.Enter = () => taken(list.children[chosen]);
    if (!(event.key in moves)) return;
    event.preventDefault();
    moves[event.key]();
  });
  within.addEventListener("focusout", ({ target }) => target === box && close());
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) taken(option);
  });
}

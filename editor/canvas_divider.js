// The handle between before and after: dragged, or moved by arrow keys.

export class Divider {
  at = 0.5; // share of the photo's width that shows the other image

  constructor(stage, signal) {
    this.stage = stage;
    this.line = document.createElement("div");
    this.line.className = "pc-divider";
    this.line.hidden = true;
    this.handle = document.createElement("div");
    this.handle.className = "pc-handle";
    this.handle.tabIndex = 0;
    this.handle.setAttribute("role", "slider");
    this.handle.setAttribute("aria-orientation", "horizontal");
    this.handle.setAttribute("aria-valuemin", "0");
    this.handle.setAttribute("aria-valuemax", "100");
    this.handle.innerHTML = `<svg viewBox="0 0 24 24" aria-hidden="true"><path d="m9 7-5 5 5 5M15 7l5 5-5 5"/></svg>`;
    this.line.append(this.handle);
    this.tags = ["before", "after"].map((side) => {
      const tag = document.createElement("div");
      tag.className = `pc-tag pc-tag-${side}`;
      return tag;
    });
    const on = (name, take) => this.line.addEventListener(name, take, { signal });
    on("pointerdown", (e) => this.down(e));
    on("pointermove", (e) => this.drag(e));
    on("pointerup", (e) => this.line.releasePointerCapture(e.pointerId));
    on("dblclick", () => this.move(0.5));
    on("keydown", (e) => this.key(e));
  }

  down(e) {
    if (e.button !== 0) return;
    e.stopPropagation();
    e.preventDefault();
    this.handle.focus({ preventScroll: true });
    this.line.setPointerCapture(e.pointerId);
  }

  drag(e) {
    if (!this.line.hasPointerCapture(e.pointerId)) return;
    e.stopPropagation();
    const { view, host } = this.stage;
    const x = e.clientX - host.getBoundingClientRect().left;
    this.move((x - view.left) / (view.width * view.scale));
  }

  key(e) {
    const step = e.shiftKey ? 0.1 : 0.02;
    const to = {
      ArrowLeft: this.at - step, ArrowDown: this.at - step, ArrowRight: this.at + step,
      ArrowUp: this.at + step, Home: 0, End: 1,
    }[e.key];
    if (to === undefined) return;
    e.preventDefault();
    e.stopPropagation();
    this.move(to);
  }

  move(to) {
    this.at = Math.min(Math.max(to, 0), 1);
    this.stage.dirty.add("photo");
    this.stage.redraw();
  }

  place({ view, backdrop, props, held, sketch }) {
    const compare = held || sketch ? null : backdrop.compared;
    const label = held || sketch || compare ? "" : (props.difference?.label ?? "");
    this.line.hidden = !compare;
    this.placeTags(view, compare ?? { before: label, after: "" }, Boolean(compare));
    if (!compare) return;
    const high = view.height * view.scale;
    const x = view.left + view.width * view.scale * this.at;
    this.line.style.transform = `translate(${x}px, ${view.top}px)`;
    this.line.style.height = `${high}px`;
    const middle = (Math.max(view.top, 0) + Math.min(view.top + high, view.hostHeight)) / 2;
    this.handle.style.top = `${middle - view.top}px`;
    const percent = Math.round(this.at * 100);
    this.handle.setAttribute("aria-label", props.words.canvas_divider ?? "");
    this.handle.setAttribute("aria-valuenow", String(percent));
    this.handle.setAttribute("aria-valuetext", `${compare.before} ${percent} %`);
  }

  // Two labels in the photo's upper corners; one that the divider would cut goes.
  placeTags(view, said, divided) {
    const wide = view.width * view.scale;
    const left = Math.max(view.left, 0) + 12;
    const right = Math.min(view.left + wide, view.hostWidth) - 12;
    const top = Math.max(view.top, 0) + 12;
    const split = view.left + wide * this.at;
    const [before, after] = this.tags;
    for (const [tag, text] of [[before, said.before], [after, said.after]]) {
      tag.hidden = !text;
      tag.textContent = text;
    }
    before.style.transform = `translate(${left}px, ${top}px)`;
    after.style.transform = `translate(calc(${right}px - 100%), ${top}px)`;
    before.classList.toggle("pc-off", divided && split < left + before.offsetWidth + 8);
    after.classList.toggle("pc-off", divided && split > right - after.offsetWidth - 8);
  }
}

// The page's shortcuts. Letters go by their place on the keyboard, so they work in Hangul too.

const TOOLS = {
  KeyP: "point", KeyB: "box", KeyW: "brush", KeyE: "eraser", KeyL: "lasso", KeyH: "hand",
};
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const STEP_PX = 8;
const WRITES = 'input, textarea, select, [contenteditable=""], [contenteditable="true"]';
const APART = '[role="dialog"], [role="menu"], [role="listbox"], .q-dialog, .q-menu';

export class Keys {
  constructor(stage, signal) {
    this.stage = stage;
    window.addEventListener("keydown", (e) => this.down(e), { signal });
    window.addEventListener("keyup", (e) => this.up(e), { signal });
    window.addEventListener("blur", () => this.release(), { signal });
  }

  down(e) {
    if (e.isComposing || e.defaultPrevented || elsewhere(e)) return;
    const handled = this.withCommand(e) || this.onCanvas(e) || this.anywhere(e);
    if (handled) e.preventDefault();
  }

  up(e) {
    if (e.code === "Backslash" || e.code === "IntlBackslash") this.stage.hold(false);
    if (e.code !== "Space" || !this.stage.spaceDown) return;
    this.stage.spaceDown = false;
    if (!this.stage.spaceUsed && this.focused()) this.stage.pointing.placeAtCrosshair(this.spaceLabel);
    this.stage.redraw();
  }

  release() {
    this.stage.hold(false);
    this.stage.spaceDown = false;
    this.stage.redraw();
  }

  focused() {
    return document.activeElement === this.stage.host;
  }

  withCommand(e) {
    if (!(e.ctrlKey || e.metaKey) || e.altKey) return false;
    if (e.code === "KeyZ") return this.stage.key(e.shiftKey ? "redo" : "undo");
    if (e.code === "KeyY" && !e.shiftKey) return this.stage.key("redo");
    return false;
  }

  // Keys that belong to the canvas alone; elsewhere they keep their usual meaning.
  onCanvas(e) {
    if (!this.focused() || e.ctrlKey || e.metaKey) return false;
    const { stage } = this;
    if (ARROWS[e.key]) return stage.pointing.moveCrosshair(ARROWS[e.key], e.shiftKey ? 1 : STEP_PX);
    if (e.key === "Enter" && stage.outline) return stage.key("approve");
    if (e.key === "Enter") return stage.pointing.placeAtCrosshair(1);
    if (e.code === "KeyX" && stage.pointing.crosshair) return stage.pointing.placeAtCrosshair(0);
    if (e.key === "Tab" && stage.candidates > 1) return stage.key(e.shiftKey ? "previous" : "next");
    return false;
  }

  anywhere(e) {
    if (e.ctrlKey || e.metaKey) return false;
    const { stage } = this;
    if (e.code === "Space") return this.space(e);
    if (e.altKey) return false;
    if (e.key === "Escape") return stage.escape();
    if (e.code === "Backslash" || e.code === "IntlBackslash") return stage.hold(true);
    if (e.code === "BracketLeft") return stage.resizeBrush(1 / 1.2);
    if (e.code === "BracketRight") return stage.resizeBrush(1.2);
    if (e.code === "Digit0" || e.code === "Numpad0" || e.code === "KeyF") return stage.fit();
    if (["+", "="].includes(e.key)) return stage.key("grow");
    if (["-", "_"].includes(e.key)) return stage.key("shrink");
    if (e.code === "KeyI") return stage.key("invert");
    const tool = TOOLS[e.code];
    stage.take(tool);
    return tool ? stage.key(`tool:${tool}`) : false;
  }

  // Held it pans; on the canvas, let go without panning, it places a point at the crosshair.
  space(e) {
    const free = this.focused() || document.activeElement === document.body;
    if (!free || !this.stage.frame) return false;
    if (!this.stage.spaceDown) {
      this.stage.spaceDown = true;
      this.stage.spaceUsed = false;
      this.spaceLabel = e.altKey ? 0 : 1;
      this.stage.redraw();
    }
    return true;
  }
}

function elsewhere(e) {
  return Boolean(e.target.closest?.(WRITES) || document.activeElement?.closest(APART));
}

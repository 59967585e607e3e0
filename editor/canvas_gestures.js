// Mouse, pen and touch, as gestures: each knows how it starts, moves, ends, and looks meanwhile.

import { drawBox } from "canvas_marks";
import { Lasso, Stroke } from "canvas_strokes";

const SLACK_PX = { mouse: 5, pen: 6, touch: 10 }; // a click may tremble this much
const LONG_PRESS_MS = 450;
const DOUBLE_MS = 350;
const DOUBLE_PX = { mouse: 6, pen: 8, touch: 26 };
const LEAST_BOX_PX = 4;
const PER_WHEEL_PX = 0.0022;
const PER_PINCH_PX = 0.011; // ctrl+wheel, as trackpads send it

export class Gestures {
  current = null;
  touches = new Map(); // pointer id -> [x, y]
  pinch = null;
  lastTap = null;

  constructor(stage, signal) {
    this.stage = stage;
    const on = (name, take, options = {}) =>
      stage.host.addEventListener(name, take, { signal, ...options });
    on("pointerdown", (e) => this.down(e));
    on("pointermove", (e) => this.move(e));
    on("pointerup", (e) => this.up(e));
    on("pointercancel", (e) => this.lost(e));
    on("pointerleave", () => stage.pointAt(null));
    on("contextmenu", (e) => e.preventDefault());
    on("wheel", (e) => this.wheel(e), { passive: false });
    on("mousedown", (e) => e.button === 1 && e.preventDefault()); // no autoscroll
  }

  position(e) {
    const box = this.stage.host.getBoundingClientRect();
    return [e.clientX - box.left, e.clientY - box.top];
  }

  down(e) {
    this.stage.pointing.crosshair = null;
    const at = this.position(e);
    if (e.pointerType === "touch") {
      this.touches.set(e.pointerId, at);
      if (this.touches.size > 1) return this.startPinch();
    }
    if (this.current || this.pinch || !this.stage.frame) return;
    this.stage.host.setPointerCapture(e.pointerId);
    this.stage.pointAt(at);
    this.current = this.gestureFor(e, at);
    this.pointer = e.pointerId;
    this.stage.redraw();
  }

  gestureFor(e, at) {
    const { stage } = this;
    const away = e.altKey || e.button === 2;
    if (e.button === 1 || stage.spaceDown || stage.tool === "hand") {
      stage.spaceUsed = stage.spaceDown;
      return new Pan(stage, at, e.button === 0 && !stage.spaceDown ? this : null);
    }
    if (stage.locked) return new Tap(this, e, at, null);
    if (stage.tool === "box") return new BoxDrag(this, at);
    if (stage.tool === "lasso") return new Lasso(stage, at, away);
    if (stage.tool === "point") return new Tap(this, e, at, away ? 0 : 1);
    return new Stroke(stage, at, away !== (stage.tool === "eraser"));
  }

  move(e) {
    const at = this.position(e);
    if (this.touches.has(e.pointerId)) this.touches.set(e.pointerId, at);
    if (this.pinch) return this.movePinch();
    if (e.pointerType !== "touch") this.stage.pointAt(at);
    if (!this.current || e.pointerId !== this.pointer) return;
    const all = e.getCoalescedEvents?.() ?? [];
    for (const each of all.length ? all : [e]) this.current?.move(this.position(each), e.pointerType);
    this.stage.redraw();
  }

  up(e) {
    this.touches.delete(e.pointerId);
    if (this.pinch) {
      if (!this.touches.size) this.pinch = null; // the finger that stays does nothing
      return;
    }
    if (!this.current || e.pointerId !== this.pointer) return;
    const ended = this.current;
    this.current = null;
    ended.end(this.position(e), e.pointerType);
    this.stage.redraw();
  }

  lost(e) {
    this.touches.delete(e.pointerId);
    if (!this.touches.size) this.pinch = null;
    if (e.pointerId === this.pointer) this.cancel();
  }

  cancel() {
    const running = this.current !== null;
    this.current?.cancel?.();
    this.current = null;
    this.stage.redraw();
    return running;
  }

  startPinch() {
    this.cancel();
    this.pinch = this.measure();
  }

  measure() {
    const [a, b] = [...this.touches.values()];
    const apart = Math.max(Math.hypot(a[0] - b[0], a[1] - b[1]), 1);
    return { x: (a[0] + b[0]) / 2, y: (a[1] + b[1]) / 2, apart };
  }

  movePinch() {
    if (this.touches.size < 2) return;
    const now = this.measure();
    this.stage.view.panBy(now.x - this.pinch.x, now.y - this.pinch.y);
    this.stage.view.zoomAt(now.apart / this.pinch.apart, now.x, now.y);
    this.pinch = now;
    this.stage.viewChanged();
  }

  wheel(e) {
    e.preventDefault();
    if (!this.stage.frame) return;
    const lines = e.deltaMode === 1 ? 16 : e.deltaMode === 2 ? 400 : 1;
    const speed = e.ctrlKey ? PER_PINCH_PX : PER_WHEEL_PX;
    const delta = Math.min(Math.max(e.deltaY * lines, -160), 160);
    this.stage.view.zoomAt(Math.exp(-delta * speed), ...this.position(e));
    this.stage.viewChanged();
  }

  // Say whether this tap is the second of two, and remember it.
  isDouble(at, type) {
    const last = this.lastTap;
    const now = performance.now();
    const near = last && Math.hypot(at[0] - last.at[0], at[1] - last.at[1]) < DOUBLE_PX[type];
    const double = Boolean(near && now - last.when < DOUBLE_MS);
    this.lastTap = double ? null : { at, when: now };
    return double;
  }
}

class Pan {
  cursor = "grabbing";

  constructor(stage, at, taps) {
    this.stage = stage;
    this.at = this.start = at;
    this.taps = taps;
  }

  move(at) {
    this.stage.view.panBy(at[0] - this.at[0], at[1] - this.at[1]);
    this.at = at;
    this.stage.viewChanged();
  }

  end(at, type) {
    const still = Math.hypot(at[0] - this.start[0], at[1] - this.start[1]) < SLACK_PX[type];
    if (still && this.taps?.isDouble(at, type)) this.stage.fit();
  }
}

// A click: a point. Moved further than a tremble it pans; held on touch it excludes.
class Tap {
  constructor(gestures, e, at, label) {
    this.gestures = gestures;
    this.stage = gestures.stage;
    this.start = at;
    this.label = label;
    if (e.pointerType === "touch" && label === 1) {
      this.timer = setTimeout(() => this.hold(), LONG_PRESS_MS);
    }
  }

  hold() {
    this.gestures.current = null;
    navigator.vibrate?.(12);
    this.stage.pointing.point(this.start, 0);
  }

  move(at, type) {
    if (Math.hypot(at[0] - this.start[0], at[1] - this.start[1]) < SLACK_PX[type]) return;
    this.cancel();
    this.gestures.current = new Pan(this.stage, this.start, null);
    this.gestures.current.move(at);
  }

  end(_at, type) {
    this.cancel();
    const double = this.label !== 0 && this.gestures.isDouble(this.start, type);
    if (double) this.stage.fitByDouble(this.label !== null);
    else if (this.label !== null) this.stage.pointing.point(this.start, this.label);
  }

  cancel() {
    clearTimeout(this.timer);
  }
}

class BoxDrag {
  constructor(gestures, at) {
    this.gestures = gestures;
    this.stage = gestures.stage;
    this.start = this.at = at;
  }

  get box() {
    const { view } = this.stage;
    const [a, b] = [view.toImage(...this.start), view.toImage(...this.at)];
    const within = (value, size) => Math.min(Math.max(value, 0), size);
    const xs = [a[0], b[0]].map((x) => within(x, view.width)).sort((p, q) => p - q);
    const ys = [a[1], b[1]].map((y) => within(y, view.height)).sort((p, q) => p - q);
    return [xs[0], ys[0], xs[1], ys[1]];
  }

  move(at) {
    this.at = at;
  }

  end(at, type) {
    this.at = at;
    const box = this.box;
    const [wide, high] = [box[2] - box[0], box[3] - box[1]];
    if (Math.min(wide, high) * this.stage.view.scale >= LEAST_BOX_PX) this.stage.pointing.box(box);
    else if (this.gestures.isDouble(at, type)) this.stage.fitByDouble(false);
  }

  draw(ctx) {
    drawBox(ctx, this.stage.view, this.box, true);
  }
}

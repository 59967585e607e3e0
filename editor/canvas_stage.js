// The stage: the photo, what lies over it, and what the person does there. No framework in here.

import { Backdrop } from "canvas_backdrop";
import { Divider } from "canvas_divider";
import { Front, still } from "canvas_front";
import { Gestures } from "canvas_gestures";
import { Keys } from "canvas_keys";
import { Outline } from "canvas_mask";
import { Pointing } from "canvas_pointing";
import { inkOf, Sketch } from "canvas_sketch";
import { addStyle } from "canvas_style";
import { Uploads } from "canvas_uploads";
import { View } from "canvas_view";

const TELL_MS = 120;
const MOST_BRUSH_PX = 2000; // the wire's

export class Stage {
  props = { words: {}, brush_px: 24, tool: "point", candidates: 0 };
  view = new View();
  brush = 24; // radius, image px
  outline = null;
  sketch = null;
  pointer = null; // css px, while it is over the host
  movedAt = -Infinity; // ms, when photo or view last changed
  held = false; // the earlier version is shown
  spaceDown = false;
  spaceUsed = false;
  dirty = new Set(); // "photo", "front"

  constructor(host, tell) {
    this.host = host;
    this.tell = tell;
    this.closed = new AbortController();
    const { signal } = this.closed;
    addStyle();
    this.backdrop = new Backdrop(this);
    this.divider = new Divider(this, signal);
    this.uploads = new Uploads(this, signal);
    this.front = new Front(this);
    this.pointing = new Pointing(this);
    this.live = Object.assign(document.createElement("div"), { className: "pc-live" });
    this.live.setAttribute("aria-live", "polite");
    host.append(
      ...this.backdrop.parts, ...this.front.parts, ...this.divider.tags, this.divider.line,
      this.uploads.input, this.live,
    );
    document.body.append(this.uploads.veil);
    this.gestures = new Gestures(this, signal);
    this.keys = new Keys(this, signal);
    this.listen(signal);
  }

  listen(signal) {
    this.sizes = new ResizeObserver(() => this.measure());
    this.sizes.observe(this.host);
    const on = (target, name, take) => target.addEventListener(name, take, { signal });
    on(document, "visibilitychange", () => this.redraw());
    on(still, "change", () => this.redraw());
    on(this.host, "focus", () => this.redraw());
    on(this.host, "blur", () => this.redraw());
    // A tool is in the hand at once: what follows is not to wait for the server's answer.
    on(document, "click", (e) => this.take(e.target.closest?.("[data-tool]")?.dataset.tool));
    on(window, "popstate", () => this.emit("navigated", { path: location.pathname + location.search }));
    on(window, "online", () => this.backdrop.retry());
    this.watchRatio(signal);
    this.measure();
  }

  watchRatio(signal) {
    const query = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
    const again = () => {
      this.measure();
      if (!signal.aborted) this.watchRatio(signal);
    };
    query.addEventListener("change", again, { once: true, signal });
  }

  measure() {
    const { clientWidth, clientHeight } = this.host;
    this.takeInsets();
    this.view.setHost(clientWidth, clientHeight, devicePixelRatio || 1);
    for (const sheet of [this.backdrop.sheet, ...this.front.parts]) {
      const [width, height] = [clientWidth, clientHeight].map((s) => Math.max(1, Math.round(s * this.view.dpr)));
      if (sheet.width !== width) sheet.width = width;
      if (sheet.height !== height) sheet.height = height;
    }
    this.viewChanged();
    this.draw(); // at once: a canvas of a new size is blank
  }

  // -- what the page says ---------------------------------------------------------------------

  set(name, value) {
    const before = this.props[name];
    this.props[name] = value;
    if (JSON.stringify(before) === JSON.stringify(value)) return;
    if (["image", "compare", "before", "difference"].includes(name)) this.backdrop.set(name, value);
    else if (name === "mask") this.setMask(value);
    else if (name === "sketch") this.setSketch(value);
    else if (name === "insets") this.takeInsets();
    else if (name === "brush_px") this.brush = value;
    else if (name === "pending") this.pointing.heard(value);
    if (name === "words" || name === "image" || name === "sketch") this.label();
    if (name === "insets") this.viewChanged();
    this.redraw();
  }

  // What a fitted photo leaves free: the host's padding, where the page says nothing else.
  takeInsets() {
    const css = getComputedStyle(this.host);
    const [left, top, right, bottom] = ["Left", "Top", "Right", "Bottom"].map((side) =>
      parseFloat(css[`padding${side}`]));
    this.view.setInsets({ left, top, right, bottom, ...this.props.insets });
  }

  label() {
    const { words, image, sketch } = this.props;
    const said = sketch ? words.canvas_sketch : image ? words.canvas : words.canvas_empty;
    this.host.setAttribute("aria-label", said ?? "");
    this.host.setAttribute("role", "application");
    this.host.tabIndex = 0;
  }

  setMask(mask) {
    const { since } = this.pointing;
    this.outline = mask ? new Outline(mask) : null;
    this.pointing.answered();
    this.dirty.add("photo");
    this.live.textContent = mask ? (this.props.words.canvas_mask_shown ?? "") : "";
    if (!mask) return;
    this.front.fade();
    const said = () => {
      const ms = since === null ? null : Math.round((performance.now() - since) * 10) / 10;
      this.emit("shown", { mask_id: mask.mask_id, ms });
    };
    requestAnimationFrame(() => requestAnimationFrame(said)); // drawn in the first, seen by the next
  }

  setSketch(sketch) {
    this.sketch = sketch ? new Sketch(sketch) : null;
    const frame = this.frame;
    if (frame) this.view.setFrame(frame.width, frame.height);
    this.viewChanged();
  }

  emit(name, detail = {}) {
    this.tell(name, detail);
  }

  // -- what the person does -------------------------------------------------------------------

  get tool() {
    return this.props.tool ?? "point";
  }

  take(tool) {
    if (tool) this.set("tool", tool);
  }

  get brushes() {
    return Boolean(this.frame) && ["brush", "eraser"].includes(this.tool);
  }

  get locked() {
    return Boolean(this.props.locked) || this.backdrop.changing;
  }

  get candidates() {
    return this.props.candidates ?? 0;
  }

  // What is looked at: {width, height}, or null.
  get frame() {
    return this.sketch ?? this.backdrop.frame;
  }

  fitByDouble(pointed) {
    if (this.view.fitted) return; // nothing to fit: the first click stands
    if (pointed) {
      this.pointing.answered();
      this.emit("undo_point");
    }
    this.fit();
  }

  fit() {
    if (!this.frame) return false;
    this.view.fit();
    this.viewChanged();
    return true;
  }

  zoom(factor) {
    const { left, top, width, height } = this.view.room();
    this.view.zoomAt(factor, left + width / 2, top + height / 2);
    this.viewChanged();
  }

  hold(on) {
    if (on && !this.props.before) return false;
    if (on === this.held) return on;
    this.held = on;
    this.dirty.add("photo");
    this.redraw();
    return true;
  }

  key(name) {
    if (this.sketch && name === "undo" && !this.sketch.empty) {
      this.sketch.undo();
      this.dirty.add("photo");
      this.redraw();
    } else this.emit("key", { name });
    return true;
  }

  escape() {
    return this.gestures.cancel() || this.key("clear");
  }

  resizeBrush(factor) {
    if (!this.brushes) return false;
    const step = Math.max(Math.abs(this.brush * factor - this.brush), 1);
    const wanted = Math.round(this.brush + (factor > 1 ? step : -step));
    this.brush = Math.min(Math.max(wanted, 1), MOST_BRUSH_PX);
    this.emit("brush", { brush_px: this.brush });
    this.redraw();
    return true;
  }

  pointAt(at) {
    this.pointer = at;
    this.redraw();
  }

  inkFor(erase) {
    return this.sketch ? inkOf(erase) : null;
  }

  inkFor(erase) {
    return this.sketch ? inkOf(erase) : null;
  }

  ink(stroke) {
    this.sketch.add(stroke);
    this.dirty.add("photo");
  }

  async finishSketch() {
    if (!this.sketch) return;
    const answer = await this.uploads.send(await this.sketch.file(), "sketch.png");
    const { image_id = null, code, message, hint } = answer;
    this.emit("sketched", image_id ? { image_id } : { image_id, code, message, hint });
  }

  clearSketch() {
    this.sketch?.clear();
    this.dirty.add("photo");
    this.redraw();
  }

  // -- drawing --------------------------------------------------------------------------------

  viewChanged() {
    this.movedAt = performance.now();
    this.dirty.add("photo");
    this.redraw();
    this.telling ??= setTimeout(() => {
      this.telling = null;
      if (this.frame) this.emit("view", { zoom_percent: Math.round(this.view.zoomPercent * 10) / 10 });
    }, TELL_MS);
  }

  redraw() {
    this.dirty.add("front");
    this.coming ??= requestAnimationFrame(() => this.draw());
  }

  draw() {
    cancelAnimationFrame(this.coming);
    this.coming = null;
    if (this.closed.signal.aborted) return;
    if (this.dirty.has("photo")) {
      this.backdrop.draw();
      this.front.drawFill();
    }
    if (this.dirty.has("front")) this.front.draw();
    this.dirty.clear();
    this.divider.place(this);
    this.host.style.cursor = this.cursor();
    this.publish();
    this.front.keepMoving();
  }

  cursor() {
    const current = this.gestures.current;
    if (current?.cursor) return current.cursor;
    if (!this.frame) return "default";
    if (this.spaceDown || this.tool === "hand") return "grab";
    if (this.locked) return "not-allowed";
    if (this.brushes) return "none";
    const inside = this.pointer && this.view.holds(...this.view.toImage(...this.pointer));
    return inside ? "crosshair" : "default";
  }

  // What tests and measurements read.
  publish() {
    const { view, host } = this;
    const told = {
      image: this.backdrop.imageId ?? "", mask: this.outline?.maskId ?? "",
      zoom: view.zoomPercent.toFixed(1), scale: view.scale, left: view.left, top: view.top,
      ready: String(this.backdrop.ready),
    };
    for (const [name, value] of Object.entries(told)) {
      if (host.dataset[name] !== String(value)) host.dataset[name] = value;
    }
  }

  close() {
    this.closed.abort();
    this.sizes.disconnect();
    this.front.stop();
    clearTimeout(this.telling);
    this.uploads.veil.remove();
    this.backdrop.close();
  }
}

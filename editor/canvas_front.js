// The two sheets over the photo: the mask's fill, and on top of it all that moves.

import { drawBrush, drawCrosshair, drawMarks, drawProgress } from "canvas_marks";

const ANTS_MS = 80; // a step of the marching border
const ANTS_PER_PX = 45; // ms
const SPIN_MS = 33;
const TURN_MS = 900;
const FADE_MS = 140;
const REST_MS = 160;
export const still = matchMedia("(prefers-reduced-motion: reduce)");

export class Front {
  constructor(stage) {
    this.stage = stage;
    this.fillSheet = document.createElement("canvas");
    this.sheet = document.createElement("canvas");
    this.parts = [this.fillSheet, this.sheet];
  }

  fade() {
    if (!still.matches) this.fillSheet.animate([{ opacity: 0.35 }, { opacity: 1 }], FADE_MS);
  }

  // Whether mask and marks are shown: not over an earlier version, nor over a sketch.
  get marked() {
    return Boolean(this.stage.frame) && !this.stage.sketch && !this.stage.held;
  }

  drawFill() {
    const ctx = this.fillSheet.getContext("2d");
    ctx.clearRect(0, 0, this.fillSheet.width, this.fillSheet.height);
    if (this.stage.outline && this.marked) this.stage.outline.fill(ctx, this.stage.view);
  }

  draw() {
    const { stage } = this;
    const ctx = this.sheet.getContext("2d");
    const { dpr } = stage.view;
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.clearRect(0, 0, this.sheet.width, this.sheet.height);
    ctx.setTransform(dpr, 0, 0, dpr, 0, 0);
    if (this.marked) this.drawMarked(ctx);
    stage.gestures.current?.draw?.(ctx);
    this.drawPointer(ctx);
  }

  drawMarked(ctx) {
    const { view, props, pointing, outline } = this.stage;
    for (const stroke of pointing.drawn) stroke.draw(ctx);
    const phase = this.marching ? performance.now() / ANTS_PER_PX : 0;
    if (!this.hurries) outline?.drawAnts(ctx, view, phase);
    drawMarks(ctx, view, props.marks);
    const turn = still.matches ? null : (performance.now() / TURN_MS) % 1;
    if (this.waits) drawProgress(ctx, ...view.toCss(this.waits.x, this.waits.y), turn);
  }

  drawPointer(ctx) {
    const { stage } = this;
    const { pointer, tool, view } = stage;
    if (stage.brushes && pointer && !stage.locked && !stage.spaceDown) {
      drawBrush(ctx, ...pointer, stage.brush * view.scale, tool === "eraser");
    }
    const { crosshair } = stage.pointing;
    if (crosshair && stage.keys.focused()) drawCrosshair(ctx, crosshair);
  }

  get waits() {
    return this.stage.props.pending ?? this.stage.pointing.asked;
  }

  get marching() {
    return Boolean(this.stage.outline) && !this.stage.outline.heavy && !still.matches;
  }

  // A very ragged border is drawn once the photo stands still: it would make the hand wait.
  get hurries() {
    const { outline, movedAt } = this.stage;
    return Boolean(outline?.heavy) && performance.now() - movedAt < REST_MS;
  }

  // Frames only while something moves, and only in a page that is seen.
  keepMoving() {
    clearTimeout(this.next);
    if (this.hurries) this.next = setTimeout(() => this.stage.redraw(), REST_MS);
    if (document.hidden || still.matches || !this.marked || this.hurries) return;
    const pause = this.waits ? SPIN_MS : this.marching ? ANTS_MS : null;
    if (pause) this.next = setTimeout(() => this.stage.redraw(), pause);
  }

  stop() {
    clearTimeout(this.next);
  }
}

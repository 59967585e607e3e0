// A white sheet to draw on, kept as its strokes so that the last one can be taken back.

const INK = "#141414";
const PAPER = "#ffffff";

export class Sketch {
  strokes = [];

  constructor({ width, height }) {
    this.width = width;
    this.height = height;
    this.sheet = Object.assign(document.createElement("canvas"), { width, height });
    this.wipe();
  }

  get empty() {
    return this.strokes.length === 0;
  }

  wipe() {
    const ctx = this.sheet.getContext("2d");
    ctx.fillStyle = PAPER;
    ctx.fillRect(0, 0, this.width, this.height);
  }

  clear() {
    this.strokes = [];
    this.wipe();
  }

  add(stroke) {
    this.strokes.push(stroke);
    this.ink(stroke);
  }

  undo() {
    this.strokes.pop();
    this.wipe();
    this.strokes.forEach((stroke) => this.ink(stroke));
  }

  ink({ parts, radius, erase }) {
    const ctx = this.sheet.getContext("2d");
    ctx.lineCap = ctx.lineJoin = "round";
    ctx.lineWidth = 2 * radius;
    ctx.strokeStyle = inkOf(erase);
    for (const points of parts) {
      ctx.beginPath();
      points.forEach(([x, y], i) => (i ? ctx.lineTo(x, y) : ctx.moveTo(x, y)));
      if (points.length === 1) ctx.lineTo(points[0][0] + 0.01, points[0][1]);
      ctx.stroke();
    }
  }

  file() {
    return new Promise((done) => this.sheet.toBlob(done, "image/png"));
  }
}

export const inkOf = (erase) => (erase ? PAPER : INK);

// Brush and lasso: lines drawn by hand, in image pixels, thinned to what the wire carries.

import { drawLasso, drawStroke } from "canvas_marks";

const MOST_POINTS = 2000; // of one stroke, as graph/wire.py takes them
const LOOK = { add: "rgba(79, 208, 255, .45)", erase: "rgba(200, 64, 44, .45)" };

// A brush stroke. Where the hand leaves the photo the stroke ends at the border, and goes on
// as another one where it comes back.
export class Stroke {
  cursor = "none";

  constructor(stage, at, erase) {
    this.stage = stage;
    this.erase = erase;
    this.radius = stage.brush;
    this.parts = [];
    this.last = stage.view.toImage(...at);
    if (stage.view.holds(...this.last)) this.parts.push([this.last]);
    this.inside = this.parts.length > 0;
  }

  move(at) {
    const { view } = this.stage;
    const next = view.toImage(...at);
    const piece = clipped(this.last, next, view.width, view.height);
    if (piece) {
      if (!this.inside) this.parts.push([piece[0]]);
      this.add(piece[1]);
    }
    this.inside = view.holds(...next);
    this.last = next;
  }

  add(point) {
    const part = this.parts.at(-1);
    const last = part.at(-1);
    if (point[0] === last[0] && point[1] === last[1]) return;
    const before = part.at(-2) ?? part[0];
    const near = Math.hypot(point[0] - before[0], point[1] - before[1]) < this.radius / 4;
    if (near && part.length > 1) part[part.length - 1] = point; // the last one is always kept
    else part.push(point);
  }

  end(at) {
    this.move(at);
    if (this.parts.length) this.stage.pointing.stroke(this, this.parts.flatMap(chunks));
  }

  draw(ctx) {
    const look = this.stage.inkFor(this.erase) ?? LOOK[this.erase ? "erase" : "add"];
    for (const part of this.parts) drawStroke(ctx, this.stage.view, part, this.radius, look);
  }
}

// At most MOST_POINTS each, one point shared, so that the line has no gap.
function chunks(points) {
  const found = [];
  for (let i = 0; i < points.length; i += MOST_POINTS - 1) {
    if (i === 0 || i < points.length - 1) found.push(points.slice(i, i + MOST_POINTS));
  }
  return found;
}

// The part of a line inside the photo, by Liang and Barsky's parameters; null where none is.
function clipped([x0, y0], [x1, y1], width, height) {
  let [from, to] = [0, 1];
  const [dx, dy] = [x1 - x0, y1 - y0];
  const inner = 1e-3; // the far edges are outside
  for (const [step, room] of [
    [-dx, x0], [dx, width - inner - x0], [-dy, y0], [dy, height - inner - y0],
  ]) {
    if (step === 0 && room < 0) return null;
    if (step < 0) from = Math.max(from, room / step);
    if (step > 0) to = Math.min(to, room / step);
  }
  if (from > to) return null;
  const at = (t) => [x0 + dx * t, y0 + dy * t];
  return [at(from), at(to)];
}

// An area drawn round; corners outside the photo are moved to its border, as the line is drawn.
export class Lasso {
  constructor(stage, at, erase) {
    this.stage = stage;
    this.erase = erase;
    this.points = [this.place(at)];
  }

  place(at) {
    const { view } = this.stage;
    const [x, y] = view.toImage(...at);
    const within = (value, size) => Math.min(Math.max(value, 0), size - 1e-3);
    return [within(x, view.width), within(y, view.height)];
  }

  move(at) {
    const point = this.place(at);
    const last = this.points.at(-1);
    const apart = Math.hypot(point[0] - last[0], point[1] - last[1]) * this.stage.view.scale;
    if (apart >= 2) this.points.push(point);
  }

  end(at) {
    this.move(at);
    let points = this.points;
    while (points.length > MOST_POINTS) points = points.filter((_, i) => i % 2 === 0);
    if (points.length >= 3 && area(points) >= 1) this.stage.pointing.lasso(this, points);
  }

  draw(ctx) {
    if (this.points.length > 1) drawLasso(ctx, this.stage.view, this.points, this.erase);
  }
}

function area(points) {
  let twice = 0;
  points.forEach(([x, y], i) => {
    const [nx, ny] = points[(i + 1) % points.length];
    twice += x * ny - nx * y;
  });
  return Math.abs(twice) / 2;
}

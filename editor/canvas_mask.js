// The mask over the photo: its exact pixels filled, its border as marching ants.

const FILL = "rgba(79, 208, 255, 0.26)"; // #4fd0ff
const DARK = "#0b2a36";
const DASH = [7, 6];
const STAIR_PX = 3; // css px
const MARCHING_CORNERS = 12_000; // more ants stand still: each step would cost too much
const MARGIN_PX = 64; // drawn beyond the host, so that no cut end is seen

export class Outline {
  constructor(mask) {
    this.maskId = mask.mask_id;
    this.rings = parse(mask.rings);
    this.quiet = Boolean(mask.quiet); // its border only
    this.heavy = this.rings.reduce((sum, { points }) => sum + points.length, 0) > 2 * MARCHING_CORNERS;
    this.ants = []; // paths in css px
    this.drawnAt = "";
  }

  // Fill the mask's pixels: corners lie on pixel edges, so the fill is exact at any zoom.
  fill(ctx, view) {
    if (this.quiet) return;
    const path = new Path2D();
    const { dpr } = view;
    for (const ring of this.rings) {
      if (!seen(ring, view)) continue;
      const { points } = ring;
      for (let i = 0; i < points.length; i += 2) {
        const [x, y] = view.toCss(points[i], points[i + 1]);
        if (i) path.lineTo(x * dpr, y * dpr);
        else path.moveTo(x * dpr, y * dpr);
      }
      path.closePath();
    }
    ctx.fillStyle = FILL;
    ctx.fill(path, "evenodd");
  }

  drawAnts(ctx, view, phase) {
    const at = `${view.scale} ${view.left} ${view.top} ${view.hostWidth} ${view.hostHeight}`;
    if (at !== this.drawnAt) {
      this.ants = this.pathsOfAnts(view);
      this.drawnAt = at;
    }
    ctx.save();
    ctx.lineJoin = "round";
    ctx.lineWidth = 2.4;
    ctx.strokeStyle = DARK;
    for (const path of this.ants) ctx.stroke(path);
    ctx.strokeStyle = "#fff";
    ctx.setLineDash(DASH);
    ctx.lineDashOffset = -phase;
    for (const path of this.ants) ctx.stroke(path);
    ctx.restore();
  }

  // A path for each ring: a browser draws many small ones faster than one large.
  pathsOfAnts(view) {
    const near = this.rings.filter((ring) => seen(ring, view));
    return near.map(({ points }) => {
      const path = new Path2D();
      trace(path, points, view);
      return path;
    });
  }
}

// "x y dx dy dx ...;..." -> [{points, box}], as imaging/contour.py packs them.
function parse(text) {
  return text ? text.split(";").map(parseRing) : [];
}

function parseRing(text) {
  const numbers = text.split(" ");
  const points = new Int32Array((numbers.length - 1) * 2);
  let x = (points[0] = Number(numbers[0]));
  let y = (points[1] = Number(numbers[1]));
  const box = [x, y, x, y];
  for (let i = 2; i < numbers.length; i++) {
    if (i % 2) y += Number(numbers[i]);
    else x += Number(numbers[i]);
    points[2 * i - 2] = x;
    points[2 * i - 1] = y;
    box[0] = Math.min(box[0], x);
    box[1] = Math.min(box[1], y);
    box[2] = Math.max(box[2], x);
    box[3] = Math.max(box[3], y);
  }
  return { points, box };
}

function seen({ box }, view) {
  const [x0, y0] = view.toCss(box[0], box[1]);
  const [x1, y1] = view.toCss(box[2], box[3]);
  const { hostWidth, hostHeight } = view;
  return x1 > -MARGIN_PX && y1 > -MARGIN_PX && x0 < hostWidth + MARGIN_PX && y0 < hostHeight + MARGIN_PX;
}

// Stairs smaller than the line are drawn through their middles: a calm curve within half a step
// of the border. Longer edges are drawn corner by corner.
function trace(path, points, view) {
  const corners = calmed(points, view);
  const limit = (value, size) => Math.min(Math.max(value, -MARGIN_PX), size + MARGIN_PX);
  let [px, py] = corners[0];
  let drawing = false;
  for (const [x, y] of [...corners.slice(1), corners[0]]) {
    const out =
      Math.max(x, px) < -MARGIN_PX || Math.max(y, py) < -MARGIN_PX ||
      Math.min(x, px) > view.hostWidth + MARGIN_PX || Math.min(y, py) > view.hostHeight + MARGIN_PX;
    if (!out) {
      // Only long edges leave the margin, and those are level or upright: limiting is exact.
      if (!drawing) path.moveTo(limit(px, view.hostWidth), limit(py, view.hostHeight));
      path.lineTo(limit(x, view.hostWidth), limit(y, view.hostHeight));
    }
    drawing = !out;
    [px, py] = [x, y];
  }
}

function calmed(points, view) {
  const count = points.length / 2;
  const found = [];
  let [lx, ly] = [Infinity, Infinity];
  const add = (x, y) => {
    if (Math.abs(x - lx) + Math.abs(y - ly) < 0.9) return;
    found.push([x, y]);
    [lx, ly] = [x, y];
  };
  for (let i = 0; i < count; i++) {
    const next = 2 * ((i + 1) % count);
    const [x0, y0] = view.toCss(points[2 * i], points[2 * i + 1]);
    const [x1, y1] = view.toCss(points[next], points[next + 1]);
    if (Math.abs(x1 - x0) + Math.abs(y1 - y0) < STAIR_PX) add((x0 + x1) / 2, (y0 + y1) / 2);
    else {
      add(x0, y0);
      add(x1, y1);
    }
  }
  return found.length ? found : [view.toCss(points[0], points[1])];
}

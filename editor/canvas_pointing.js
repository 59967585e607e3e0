// What a gesture says to the page, and the mark of it until a mask answers.

const FORGET_MS = 1500; // then a progress mark nobody confirmed goes
const exact = (value) => Math.floor(value * 100) / 100; // never up, into the next pixel

export class Pointing {
  asked = null; // {x, y}, image px: a gesture that no mask has answered yet
  since = null; // ms, of the gesture that the next mask answers
  drawn = []; // strokes and lassos that no mask shows yet
  crosshair = null; // css px, moved by keys

  constructor(stage) {
    this.stage = stage;
  }

  point(at, label) {
    const { stage } = this;
    const [x, y] = stage.view.toImage(...at);
    if (stage.locked || stage.sketch || !stage.frame || !stage.view.holds(x, y)) return false;
    this.ask(x, y);
    stage.emit("point", { x: exact(x), y: exact(y), label });
    return true;
  }

  box(box) {
    if (this.stage.sketch) return;
    this.ask((box[0] + box[2]) / 2, (box[1] + box[3]) / 2);
    this.stage.emit("box", { box_xyxy: box.map(exact) });
  }

  stroke(stroke, lines) {
    if (this.stage.sketch) return this.stage.ink(stroke);
    this.ask(...lines.at(-1).at(-1));
    this.drawn.push(stroke);
    for (const line of lines) {
      const points = line.map((point) => point.map(exact));
      this.stage.emit("stroke", { points_xy: points, radius_px: stroke.radius, erase: stroke.erase });
    }
  }

  lasso(lasso, points) {
    if (this.stage.sketch) return;
    this.ask(...points.at(-1));
    this.drawn.push(lasso);
    const corners = points.map((point) => point.map(exact));
    this.stage.emit("lasso", { polygon_xy: corners, erase: lasso.erase });
  }

  // Show at once that a gesture was heard.
  ask(x, y) {
    const asked = (this.asked = { x, y });
    this.since = performance.now();
    setTimeout(() => this.asked === asked && !this.stage.props.pending && this.answered(), FORGET_MS);
    this.stage.redraw();
  }

  // The page works on it, or has ended without a mask.
  heard(pending) {
    if (pending) this.asked = null;
    else this.answered();
  }

  answered() {
    this.asked = this.since = null;
    this.drawn = [];
    this.stage.redraw();
  }

  moveCrosshair([dx, dy], step) {
    const { stage } = this;
    const { view } = stage;
    if (!stage.frame || stage.sketch) return false;
    const from = this.crosshair ?? view.toCss(view.width / 2, view.height / 2);
    const within = (value, start, size) => Math.min(Math.max(value, start), start + size - 0.01);
    const x = within(from[0] + dx * step, view.left, view.width * view.scale);
    const y = within(from[1] + dy * step, view.top, view.height * view.scale);
    this.crosshair = [x, y];
    stage.redraw();
    return true;
  }

  placeAtCrosshair(label) {
    return this.crosshair && this.stage.tool === "point" ? this.point(this.crosshair, label) : false;
  }
}

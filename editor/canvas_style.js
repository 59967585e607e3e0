// The component's own parts; colours are the page's tokens.

const CSS = `
.pc-host { position: absolute; inset: 0; padding: 24px; box-sizing: border-box; overflow: hidden; touch-action: none; user-select: none;
  -webkit-user-select: none; outline: none; background: var(--stage, #e9e4dc); }
.pc-host canvas { position: absolute; inset: 0; width: 100%; height: 100%; pointer-events: none; }
.pc-host:focus-visible::after { content: ""; position: absolute; inset: 3px; border-radius: 8px;
  pointer-events: none; border: 2px solid var(--accent, #b8472f); }
.pc-paper { position: absolute; left: 0; top: 0; border-radius: 4px; pointer-events: none;
  box-shadow: var(--shadow, 0 8px 24px rgba(33, 28, 23, .1)); transform-origin: 0 0; }
.pc-divider { position: absolute; left: -14px; top: 0; width: 28px; cursor: ew-resize;
  touch-action: none; }
.pc-divider::before { content: ""; position: absolute; left: 13px; width: 2px; top: 0; bottom: 0;
  background: #fff; box-shadow: 0 0 0 1px rgba(11, 42, 54, .35); }
.pc-handle { position: absolute; left: -6px; width: 40px; height: 40px; margin-top: -20px;
  border-radius: 50%; display: grid; place-items: center; background: var(--panel, #fffdfa);
  color: var(--ink, #211c17); box-shadow: 0 1px 3px rgba(0, 0, 0, .3), 0 4px 14px rgba(0, 0, 0, .22);
  outline: none; }
.pc-handle:focus-visible { box-shadow: 0 0 0 3px var(--accent, #b8472f), 0 4px 14px rgba(0, 0, 0, .22); }
.pc-handle svg, .pc-veil svg { width: 22px; height: 22px; fill: none; stroke: currentColor;
  stroke-width: 1.8; stroke-linecap: round; stroke-linejoin: round; }
.pc-tag { position: absolute; left: 0; top: 0; padding: 3px 11px; border-radius: 99px;
  font-size: 12px; line-height: 1.5; font-weight: 600; white-space: nowrap; pointer-events: none;
  max-width: min(300px, 42%); overflow: hidden; text-overflow: ellipsis; box-sizing: border-box;
  color: #fff; background: rgba(20, 16, 13, .74); transition: opacity .12s; }
.pc-tag.pc-off { opacity: 0; }
.pc-divider[hidden], .pc-tag[hidden] { display: none; }
.pc-veil { position: fixed; inset: 0; z-index: 9000; display: none; place-items: center;
  pointer-events: none; background: color-mix(in srgb, var(--paper, #f6f3ee) 78%, transparent);
  backdrop-filter: blur(3px); }
.pc-veil.pc-on { display: grid; animation: pc-in .12s ease-out; }
.pc-veil-card { display: grid; justify-items: center; gap: 4px; padding: 40px min(64px, 8vw);
  max-width: calc(100vw - 32px); text-align: center; word-break: keep-all; text-wrap: balance;
  border-radius: 18px; border: 2px dashed var(--accent, #b8472f); background: var(--panel, #fffdfa);
  color: var(--ink, #211c17); box-shadow: var(--shadow, 0 8px 24px rgba(33, 28, 23, .1)); }
.pc-veil-card svg { width: 34px; height: 34px; color: var(--accent, #b8472f); margin-bottom: 8px; }
.pc-veil-card b { font-size: 17px; font-weight: 600; }
.pc-veil-card span { font-size: 13px; color: var(--muted, #7a7067); }
.pc-live { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
  white-space: nowrap; }
@keyframes pc-in { from { opacity: 0; } }
@media (prefers-reduced-motion: reduce) { .pc-veil.pc-on { animation: none; } .pc-tag { transition: none; } }
`;

export function addStyle() {
  if (document.getElementById("pc-style")) return;
  document.head.append(Object.assign(document.createElement("style"), { id: "pc-style", textContent: CSS }));
}

import { css } from "./css.ts";

export const chartStyles = css`
  :host {
    display: block;
    color: var(--secondary-text-color);
    font-size: 0.75rem;
  }
  .above {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 2px 14px;
    min-height: 2.6em;
    line-height: 1.3;
  }
  .above b {
    color: var(--primary-text-color);
    font-weight: 500;
  }
  .above span {
    white-space: nowrap;
  }
  i {
    display: inline-block;
    width: 14px;
    height: 0;
    margin-inline-end: 5px;
    border-top: 3px solid var(--line);
    border-radius: 2px;
    vertical-align: middle;
    forced-color-adjust: none;
  }
  i.pace {
    border-top: 2px dashed var(--secondary-text-color);
    border-radius: 0;
  }
  i.fan {
    height: 9px;
    border: 0;
    background: var(--line);
    opacity: 0.35;
  }
  i.last {
    border-color: var(--secondary-text-color);
    opacity: 0.45;
  }
  .scene {
    position: relative;
    direction: ltr;
    margin-top: 1em;
  }
  svg {
    display: block;
    width: 100%;
    overflow: visible;
  }
  input {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
    margin: 0;
    opacity: 0;
    cursor: crosshair;
    touch-action: pan-y;
  }
  .scene:has(input:focus-visible) {
    outline: 2px solid var(--line);
    outline-offset: 4px;
    border-radius: 4px;
  }
  path {
    fill: none;
    stroke-linejoin: round;
    stroke-linecap: round;
  }
  text {
    fill: var(--secondary-text-color);
    font-size: 0.95em;
    paint-order: stroke;
    stroke: var(--ha-card-background, var(--card-background-color));
    stroke-width: 3px;
    stroke-linejoin: round;
  }
  .grid {
    stroke: var(--divider-color);
    stroke-width: 1;
  }
  .allowance {
    stroke: var(--error-color);
    stroke-width: 1.5;
  }
  .allowance + text {
    fill: var(--primary-text-color);
    font-weight: 500;
  }
  .high {
    stop-color: var(--line);
    stop-opacity: 0.34;
  }
  .low {
    stop-color: var(--line);
    stop-opacity: 0.03;
  }
  .area {
    fill: url(#fill);
  }
  .used {
    stroke: var(--line);
    stroke-width: 2.5;
  }
  .used.over {
    stroke: var(--error-color);
  }
  .fan95 {
    fill: var(--line);
    opacity: 0.11;
  }
  .fan80 {
    fill: var(--line);
    opacity: 0.2;
  }
  .median {
    stroke: var(--line);
    stroke-width: 1.5;
    stroke-dasharray: 1 5;
  }
  .pace {
    stroke: var(--secondary-text-color);
    stroke-width: 1.25;
    stroke-dasharray: 5 5;
    opacity: 0.8;
  }
  .last {
    stroke: var(--secondary-text-color);
    stroke-width: 1.5;
    opacity: 0.35;
  }
  line.now {
    stroke: var(--line);
    stroke-width: 1;
    opacity: 0.5;
  }
  circle.now {
    fill: var(--line);
    stroke: var(--ha-card-background, var(--card-background-color));
    stroke-width: 2.5;
  }
  .chosen {
    fill: var(--primary-text-color);
    opacity: 0.09;
  }
  .bar {
    fill: var(--line);
    opacity: 0.75;
  }
  .bar.over {
    fill: var(--warning-color);
    opacity: 1;
  }
  .bar.open {
    opacity: 1;
  }
  .bar.guess {
    opacity: 0.4;
  }
  .budget {
    stroke: var(--primary-text-color);
    stroke-width: 1.5;
    opacity: 0.55;
  }
`;

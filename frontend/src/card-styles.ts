import { css } from "./css.ts";

export const cardStyles = css`
  :host {
    display: block;
    --line: var(--primary-color);
  }
  ha-card {
    --accent: var(--primary-color);
    container-type: inline-size;
  }
  ha-card > * {
    --tint: color-mix(in srgb, var(--accent) 18%, transparent);
  }
  .good {
    --accent: var(--success-color);
  }
  .watch {
    --accent: var(--warning-color);
  }
  .risk,
  .over {
    --accent: var(--error-color);
  }
  .top {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 14px;
    align-items: center;
  }
  .top > div {
    flex: 1 8em;
  }
  .icon {
    --mdc-icon-size: 2em;
    padding: 0.8em;
    border-radius: 50%;
    line-height: 0;
    background: var(--tint);
    color: var(--accent);
  }
  h2 {
    font-size: 1.4em;
    font-weight: 500;
    text-wrap: balance;
  }
  .title {
    color: var(--secondary-text-color);
    font-size: 0.9em;
    font-weight: 500;
  }
  .stale,
  .tile {
    display: flex;
    padding: 12px;
    border: 1px solid var(--divider-color);
    border-radius: 12px;
  }
  .stale {
    gap: 10px;
    align-items: center;
  }
  .stale ha-icon {
    flex: none;
    color: var(--warning-color);
  }
  .amounts {
    display: flex;
    flex-wrap: wrap;
    gap: 0 12px;
    align-items: baseline;
    justify-content: space-between;
    margin-bottom: -6px;
    color: var(--secondary-text-color);
  }
  .large {
    color: var(--primary-text-color);
    font-size: 2em;
    font-weight: 400;
  }
  .meter {
    position: relative;
    background: var(--tint);
  }
  .meter,
  .fill {
    height: 12px;
    border-radius: 6px;
  }
  .fill {
    min-width: 4px;
    background: var(--accent);
    transition: inline-size 0.6s ease;
  }
  .mark,
  .gap i {
    width: 3px;
    border-radius: 2px;
    background: var(--primary-text-color);
  }
  .mark {
    position: absolute;
    inset-block: -4px;
    margin-inline-start: -1.5px;
    box-shadow: 0 0 0 2px var(--ha-card-background, var(--card-background-color));
  }
  .gap {
    display: flex;
    gap: 8px;
    align-items: center;
    margin-top: -6px;
    color: var(--secondary-text-color);
    font-size: 0.8rem;
  }
  .gap i {
    height: 12px;
  }
  .tiles {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(8.5em, 100%), 1fr));
    gap: 8px;
  }
  .tile {
    flex-direction: column;
    font-size: 0.9em;
  }
  .tile span,
  small {
    color: var(--secondary-text-color);
  }
  .tile b {
    font-size: 1.4em;
    font-weight: 500;
  }
  small {
    font-size: 0.95em;
  }
  .foot {
    display: flex;
    flex-wrap: wrap;
    gap: 0 12px;
    justify-content: space-between;
    margin-top: auto;
    color: var(--secondary-text-color);
    font-size: 0.75rem;
  }
  ha-card.compact {
    gap: 10px;
    padding: 12px 14px;
  }
  .compact h2 {
    font-size: 1rem;
  }
  .compact .large {
    font-size: 1.25rem;
  }
  .compact p,
  .compact .gap {
    display: none;
  }
  .wall > * {
    font-size: clamp(0.875rem, 2.2cqi, 2rem);
  }
  .meter {
    forced-color-adjust: none;
  }
`;

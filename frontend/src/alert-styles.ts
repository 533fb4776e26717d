import { css } from "./css.ts";

export const buttonStyles = css`
  button {
    min-width: 44px;
    min-height: 44px;
    padding: 0 10px;
    border: 0;
    border-radius: 22px;
    background: none;
    color: inherit;
    font: inherit;
    font-weight: 500;
    cursor: pointer;
    text-decoration: underline 2px var(--accent);
    text-underline-offset: 5px;
  }
  button:hover {
    background: var(--divider-color);
  }
  button:focus-visible {
    outline: 2px solid var(--primary-color);
    outline-offset: -2px;
  }
`;

export const alertStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    gap: 10px;
    font-size: 0.875rem;
  }
  ul {
    display: contents;
    list-style: none;
  }
  li,
  .quiet {
    display: flex;
    gap: 12px;
    padding: 12px;
    border: 1px solid transparent;
    border-radius: 12px;
  }
  .noted,
  .quiet {
    border-color: var(--divider-color);
  }
  .quiet {
    flex-wrap: wrap;
    align-items: center;
    padding: 0 0 0 12px;
  }
  .quiet span {
    flex: 1 8em;
  }
  li:not(.noted) {
    background: color-mix(in srgb, var(--accent) 10%, transparent);
  }
  li > ha-icon {
    flex: none;
    color: var(--accent);
  }
  .said {
    flex: 1;
    align-self: center;
    min-width: 0;
  }
  b {
    font-weight: 500;
  }
  p {
    margin: 2px 0 0;
  }
  small {
    display: block;
    margin-top: 4px;
    color: var(--secondary-text-color);
    font-size: 0.75rem;
  }
  .acts {
    display: flex;
    flex-wrap: wrap;
    margin-inline-start: -10px;
  }
  .acts span {
    display: contents;
  }
  .acts:empty {
    display: none;
  }
  li .acts {
    margin-bottom: -8px;
  }
`;

import React from "react";

type Props = {
  names: string[];
};

export function App({ names }: Props) {
  return (
    <ul className="names">
      {names.map((name) => (
        <li key={name}>{name}</li>
      ))}
    </ul>
  );
}

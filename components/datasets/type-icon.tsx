import { Calendar, Hash, ToggleLeft, Type } from "lucide-react";
import type { ColumnType } from "@/lib/frame/frame";

const icons = { number: Hash, integer: Hash, boolean: ToggleLeft, date: Calendar, text: Type };
const words = {
  number: "Number",
  integer: "Whole number",
  boolean: "True or false",
  date: "Date",
  text: "Text",
};

export function TypeIcon({ type }: { type: ColumnType }) {
  const Icon = icons[type];
  return <Icon className="i i-14 t3" role="img" aria-label={words[type]} />;
}

import { Skeleton } from "@/components/ui/skeleton";

export default function Loading() {
  return (
    <div className="waiting">
      <Skeleton rows={8} />
    </div>
  );
}

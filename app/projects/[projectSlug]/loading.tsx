import { WaitingPage } from "@/components/ui/waiting-page";

export default function Loading() {
  return <WaitingPage />;
}

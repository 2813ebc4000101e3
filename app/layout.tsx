import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import type { ReactNode } from "react";
import "@fontsource-variable/inter/opsz.css";
import "@fontsource-variable/jetbrains-mono/wght.css";
import { UnsavedGuard } from "@/components/ui/unsaved-guard";
import "./styles/main.css";

export const metadata: Metadata = {
  title: { default: "Perihelion", template: "%s · Perihelion" },
  description: "A notebook and experiment workbench",
  manifest: "/site.webmanifest",
  icons: { icon: "/icons/icon.svg", apple: "/icons/apple-touch-icon.png" },
  robots: { index: false, follow: false },
};
export const viewport: Viewport = { width: "device-width", initialScale: 1 };

export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = (await cookies()).get("theme")?.value;
  return (
    <html lang="en" {...(theme === "light" || theme === "dark" ? { "data-theme": theme } : {})}>
      <body>
        {children}
        <UnsavedGuard />
      </body>
    </html>
  );
}

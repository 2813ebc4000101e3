export default function HomePage() {
  return <main>Perihelion</main>;
}

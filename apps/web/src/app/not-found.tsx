import { NotFound } from "../frame/not-found";

export default function NotFoundPage() {
  return <NotFound />;
}

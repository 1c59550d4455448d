import { FrontDoor } from '@/features/auth/front-door'

export default function Home() {
  return <FrontDoor />
}

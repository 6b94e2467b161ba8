"""Whether the site works: what each part of it answers, for a load balancer and for an operator."""

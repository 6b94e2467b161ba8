"""The search page: what a query finds among answers, pages of the site and studies."""

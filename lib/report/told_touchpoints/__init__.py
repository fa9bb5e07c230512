"""Parts of the section on touchpoints: blank and double points, walk-throughs, movements."""

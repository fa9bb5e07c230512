"""Where customers are met and heard: interviews, touchpoints, walk-throughs."""

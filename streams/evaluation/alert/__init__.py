"""The scorers of alert: what single texts bring, and the incidents of many."""

"""What learners asked, kept for editors without anything that says who asked."""

package profile_test

func child() bool { return false }

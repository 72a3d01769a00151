"""Changing: lists, policy, requests, edges; every change of policy makes a snapshot in the same transaction."""

"""Invented policies in the shapes real ones come in: capitals and tabs, title lines, stems with bullets."""

# ruff: noqa: E501  paragraphs stand on one line, as people type them

CAPITALS = """

ONLINE SAFETY POLICY

Version number\tPurpose/Change\tLead\tReview date\tNext review
3\tAnnual Review\tRosalind Pym\t14.11.2024\tJan 2026
2\tAnnual Review\tIdris Vaughan\t02.09.2023\tSept 2024
1\tNew Policy\tMarta Lindqvist\t05.05.2022\tJune 2023



INTRODUCTION

Technology has become part of nearly every lesson we give. Apprentices use it on site and at home.

PURPOSE

- Ensure that nobody comes to harm through the tools we hand out.
- Give staff and apprentices one set of rules.

We believe that:

- Our apprentices should never be left alone with a worry.

SECURITY

The Company will do all that it can to keep its network safe. Every effort will be made to keep security software up to date. Messages sent from our accounts will be monitored by IT department.

All personal records must be kept safe, and those of apprentices who are under eighteen must be locked by the Managing



Director. Paper copies are kept in the office.

KEEPING PEOPLE SAFE

We will seek to keep staff and apprentices safe by:

- Appointing an Online Safety Coordinator.
- Reviewing the rights people hold every term.
- The use of "device agreements" signed by staff.

INCIDENTS

Where an incident is reported, the safeguarding procedure is followed:

- The form will be submitted to the designated safeguarding lead within one working day.
- Any concern about a member of staff is referred to the DSL (see section below).

Upskirting:

• It is important that everyone understands that this is a crime.

RULES FOR DEVICES

All staff must read KCSIE 2022. No photograph can be shared online without permission. External platforms may never/be used unless the IT department agrees.

MONITORING AND REVIEW

The policy is a living document. This policy will be reviewed at least annually. It will also be reconsidered where an online safety incident has been recorded and the DSL decides whether the text needs to be."""

TITLE_LINES = """e-Safety Policy for Staff and Apprentices

Harbourside ITEC Limited recognises what new technology offers. We provide internet access to all apprentices and staff. Our approach is to put sensible safeguards in place.

Scope

The policy applies to all apprentices, staff, Board Members and anyone else on our systems.

Key Principles

ICT Security

Harbourside ITEC Limited takes steps to make its networks safe. Security software is kept up to date and a range of measures are in place.

Use of Chat

All staff members using chat as a tool through which to reach apprentices must only do so on a professional basis. Staff must not become friends with apprentices, Revision 4 June 2019 in any chat. They must keep to working hours.

Harbourside ITEC Limited reserves the right to monitor mail in line with the Regulation of Investigatory Powers Act (2000). Sites are blocked by default; any requests to unblock a site must be directed to the General Manager.

Responsibilities

- The General Manager has overall responsibility for the Policy and how it is kept
- The Quality Lead is responsible for teaching materials
- Apprentices are responsible for what they post
"""

STEMS = """



Northgate Vocational Development Limited

E-Safety and Acceptable Use Policy

Updated: May 2023

Next renew due: May 2024

Version Number\tLast Amended\tReason for Revision\tAmended By-
v1\tMay 2021\tNew\tOlive Tanaka
v2\tMay 2022\tRemote working\tOlive Tanaka
V3\tMay 2024\tStandard review\tRuben Achterberg

Introduction

NorVoc encourages the use of e-learning tools. NorVoc will carry out a check of each new tool and lodge it with the Designated Safeguarding Lead.

This policy applies to **ALL**:

- apprentices and staff with an account
- all ways of sending messages

All staff are responsible for:

- reporting any worry to the Designated Safeguarding Lead
- knowing the reporting procedure

All apprentices must know:

- how to lock a device

Apprentices are responsible for:

- using Bridgewater Placement Service IT systems with care

NorVoc will do all that it can to:

- make sure the network is safe

NorVoc's systems must not be used for sending any material which is:

- obscene or offensive
- meant to frighten

Guidance for staff

Your Workspace

- Set reasonable daily goals
- Only use work devices for work

Review

This policy will be reviewed at intervals of 1 year. The policy was last updated May 2024 and is due for review May 2025

RAchterberg

Ruben Achterberg
CEO"""
